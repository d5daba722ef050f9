import { median } from '../detection/robust.ts';
import { drawWithoutReplacement, seededRandom } from '../random.ts';
import { growTree } from './growTree.ts';
import { expectedPath, flatten, lay, pathThrough, type Trees } from './trees.ts';

/** Trees and the size of each one's sample, as the paper has them: the scores have settled well before 100 trees, and
 *  larger samples let clustered outliers mask each other. */
export const TREES = 100;
export const SAMPLE = 256;

export interface IsolationForest {
  trees: Trees;
  /** rows that each tree was grown on (ψ) */
  sample: number;
  /** values in a row */
  columns: number;
}

export interface GrowOptions {
  seed: number;
  trees?: number;
  sample?: number;
}

/**
 * Grows a forest: each tree on its own seeded sample without replacement. The same rows and seed give the same forest.
 * @param rows at least two, of one length (254 values at most); a value that is not finite counts as its column's median
 */
export function growForest(
  rows: readonly (readonly number[])[],
  { seed, trees = TREES, sample = SAMPLE }: GrowOptions,
): IsolationForest {
  const columns = rows[0]?.length ?? 0;
  if (rows.length < 2 || columns === 0 || columns > 254)
    throw new RangeError('a forest grows on two rows or more, of 1 to 254 values');
  const whole = withoutGaps(rows, columns);
  const random = seededRandom(seed);
  const size = Math.min(sample, rows.length);
  const depth = Math.ceil(Math.log2(size));
  const grown = Array.from({ length: trees }, () => {
    const drawn = drawWithoutReplacement(whole.length, size, random).flatMap((index) => whole.slice(index, index + 1));
    return flatten(growTree(drawn, random), depth);
  });
  return { trees: lay(grown), sample: size, columns };
}

/** The package cannot grow on missing values. A column that has none at all is constant, and splits nothing. */
function withoutGaps(rows: readonly (readonly number[])[], columns: number): readonly (readonly number[])[] {
  const middles = Array.from({ length: columns }, (_, column) => {
    const known = rows.map((row) => row[column] ?? Number.NaN).filter(Number.isFinite);
    return known.length === 0 ? 0 : median(known);
  });
  return rows.map((row) => middles.map((middle, column) => finite(row[column], middle)));
}

const finite = (value: number | undefined, otherwise: number): number =>
  value !== undefined && Number.isFinite(value) ? value : otherwise;

/**
 * How easily a row is isolated: 2^(−E[h(x)] / c(ψ)), near 1 where few splits set it apart, about 0.5 where it lies among
 * the others (equation 2 of the paper). A missing value (NaN) speaks neither way.
 */
export function scoreOf({ trees, sample }: IsolationForest, row: ArrayLike<number>): number {
  const { roots } = trees;
  let sum = 0;
  for (const root of roots) sum += pathThrough(trees, root, row);
  return 2 ** (-sum / roots.length / expectedPath(sample));
}
