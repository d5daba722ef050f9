import { seededRandom } from '../random.ts';
import { besideOthers, type Companions, companionsOf } from './companions.ts';
import { type GrowOptions, growForest, type IsolationForest, scoreOf } from './isolationForest.ts';
import { CUT } from './residuals.ts';

/** A service's forest: it stands on the residuals of the metrics and, beside them, on what is left of each when the others
 *  are known. */
export interface Standing {
  companions: Companions;
  forest: IsolationForest;
}

/**
 * So many rows are added for each of the service's own, anywhere in the space of residuals. A tree only splits where its
 * rows are, so what lies beyond them all is isolated no faster than the outermost of them, however far out it is; rows in
 * the emptiness make it known as empty. (Density as contrast to a uniform reference: Hastie, Tibshirani, Friedman, "The
 * Elements of Statistical Learning", 14.2.4.)
 */
export const BACKGROUND = 0.5;

export interface StandOptions extends GrowOptions {
  background?: number;
  correlation?: Parameters<typeof companionsOf>[2];
}

/** @param rows residuals; at least two */
export function stand(
  rows: readonly (readonly number[])[],
  { background = BACKGROUND, correlation, ...options }: StandOptions,
): Standing {
  const columns = rows[0]?.length ?? 0;
  const companions = companionsOf(rows, columns, correlation);
  const random = seededRandom(~options.seed);
  const empty = Array.from({ length: Math.ceil(background * rows.length) }, () =>
    Array.from({ length: 2 * columns }, () => CUT * (2 * random() - 1)),
  );
  const seen = [...rows.map((row) => columnsOf(row, companions)), ...empty];
  return { companions, forest: growForest(seen, options) };
}

/** The paper's score of a row of residuals, near 1 where it is easily isolated. */
export const standingScore = ({ companions, forest }: Standing, row: readonly number[]): number =>
  scoreOf(forest, columnsOf(row, companions));

/** What the forest sees of a row of residuals: them, and what is left of each beside the others, cut alike. */
export const columnsOf = (row: readonly number[], companions: Companions): number[] =>
  besideOthers(row, companions).map((value) => Math.max(-CUT, Math.min(CUT, value)));
