/** Order statistics. NaN stands for a gap and is left out. */

/** Finite values, ascending. */
export function sorted(values: Iterable<number>): Float64Array {
  const finite: number[] = [];
  for (const value of values) if (Number.isFinite(value)) finite.push(value);
  return Float64Array.from(finite).sort();
}

/** Quantile of ascending values, straight between neighbours; NaN of none. */
export function quantileOf(ascending: ArrayLike<number>, level: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = Math.min(1, Math.max(0, level)) * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[below + 1] ?? low;
  return low + (place - below) * (high - low);
}

export const medianOf = (values: Iterable<number>): number => quantileOf(sorted(values), 0.5);

/** Median absolute deviation from the median, scaled to a normal distribution's standard deviation. */
export function spreadOf(values: readonly number[]): number {
  const centre = medianOf(values);
  return 1.4826 * medianOf(values.map((value) => Math.abs(value - centre)));
}

/** Noise from one value to the next, by the differences: a trend or a season hardly counts. */
export function jitterOf(values: readonly number[]): number {
  const differences: number[] = [];
  for (let index = 1; index < values.length; index++)
    differences.push(Math.abs(at(values, index) - at(values, index - 1)));
  return (1.4826 * medianOf(differences)) / Math.SQRT2;
}

/** The value at an index; NaN beyond either end. */
export const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;
