import { besideOthers, type Companions, companionsOf } from './companions.ts';
import { type GrowOptions, growForest, type IsolationForest, SAMPLE, scoreOf } from './isolationForest.ts';

/** A service's forest: it stands on the residuals of the metrics and, beside them, on what is left of each when the others
 *  are known. */
export interface Standing {
  companions: Companions;
  forest: IsolationForest;
}

/** @param rows residuals; at least two */
export function stand(rows: readonly (readonly number[])[], options: GrowOptions): Standing {
  const companions = companionsOf(rows, rows[0]?.length ?? 0);
  const seen = rows.map((row) => besideOthers(row, companions));
  return { companions, forest: growForest(seen, { ...options, sample: options.sample ?? sampleOf(rows.length) }) };
}

/** The paper's score of a row of residuals, near 1 where it is easily isolated. */
export const standingScore = ({ companions, forest }: Standing, row: readonly number[]): number =>
  scoreOf(forest, besideOthers(row, companions));

/** Of few rows each tree sees half: a row is isolated more slowly by a tree that grew on it, and were all rows seen by all
 *  trees, what comes later would look rarer than it is. */
const sampleOf = (rows: number): number => Math.min(SAMPLE, Math.ceil(rows / 2));
