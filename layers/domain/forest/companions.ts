import { spread } from '../detection/robust.ts';

/**
 * How each metric of a service follows the others: row i turns a row of residuals into what is left of metric i when the
 * others are known, in its own deviations. A forest splits along single columns and so hardly sees a value that is usual
 * by itself and wrong beside the others; in these columns it is far out.
 */
export type Companions = readonly (readonly number[])[];

/** Trouble in the history should not pass for correlation: beyond so many deviations a value pulls no harder, so that twelve
 *  hours in which three metrics stand high together do not teach that they do. */
const PULL = 2;
/** Added to the variances: two metrics that say the same leave nothing of each other, and nothing must not divide.
 *  A metric counts as new by a fifth of its deviation at the least. */
const RIDGE = 0.04;
/** A metric that moves by less is constant. */
const LEAST_SCALE = 1e-3;

/**
 * From the inverse P of the residuals' correlation matrix: with zᵢ = (P r)ᵢ / √Pᵢᵢ, the residual of the least-squares
 * regression of metric i on all others, in units of that regression's error (Lauritzen, "Graphical models", 1996, 5.1).
 * @param rows residuals; a missing value (NaN) counts as what was expected, zero
 */
export function companionsOf(
  rows: readonly (readonly number[])[],
  columns: number,
  { pull, ridge }: { pull: number; ridge: number } = { pull: PULL, ridge: RIDGE },
): Companions {
  const scales = Array.from({ length: columns }, (_, i) =>
    Math.max(
      LEAST_SCALE,
      spread(
        rows.map((row) => known(row[i])),
        0,
      ),
    ),
  );
  const pulled = scales.map((scale, i) =>
    Float64Array.from(rows, (row) => Math.max(-pull, Math.min(pull, known(row[i]) / scale))),
  );
  const correlation = pulled.map((a, i) => pulled.map((b, j) => (i === j ? 1 + ridge : cosine(a, b))));
  return inverse(correlation).map((row, i) =>
    row.map((value, j) => Math.fround(value / Math.sqrt(row[i] ?? 1) / (scales[j] ?? 1))),
  );
}

const known = (value = Number.NaN): number => (Number.isNaN(value) ? 0 : value);

/** 0 where one of them never moved: whichever the other is, or the cosines would not be those of any vectors, and their
 *  matrix would have no inverse to speak of. */
function cosine(a: Float64Array, b: Float64Array): number {
  const lengths = [Math.sqrt(product(a, a)), Math.sqrt(product(b, b))] as const;
  return Math.min(...lengths) < LEAST_SCALE ? 0 : product(a, b) / (lengths[0] * lengths[1]);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** A row of residuals with what is left of each beside the others; NaN where a metric, or one that matters to it, was not
 *  heard. */
export function besideOthers(row: readonly number[], companions: Companions): number[] {
  return [...row, ...companions.map((weights, column) => leftOf(row, weights, column))];
}

/** Weights below this share of the metric's own do not matter. */
const MATTERS = 0.05;

function leftOf(row: readonly number[], weights: readonly number[], column: number): number {
  const least = MATTERS * Math.abs(weights[column] ?? 0);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    const value = row[i] ?? Number.NaN;
    if (!Number.isNaN(value)) sum += weight * value;
    else if (Math.abs(weight) >= least) return Number.NaN;
  }
  return sum;
}

/** Of a symmetric positive definite matrix, by Gauss and Jordan: its pivots are never zero. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const by = work[pivot]?.[pivot] ?? 1;
    const scaled = (work[pivot] ?? []).map((value) => value / by);
    work[pivot] = scaled;
    for (let i = 0; i < size; i++) {
      const factor = i === pivot ? 0 : (work[i]?.[pivot] ?? 0);
      if (factor !== 0) work[i] = (work[i] ?? []).map((value, j) => value - factor * (scaled[j] ?? 0));
    }
  }
  return work.map((row) => row.slice(size));
}
