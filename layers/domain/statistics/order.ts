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

/** Median of the finite values, by selection: most of a forecast's time goes into medians. NaN of none. */
export function medianOf(values: ArrayLike<number>): number {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (Number.isFinite(value)) finite[count++] = value;
  }
  if (count === 0) return Number.NaN;
  const middle = count >> 1;
  const upper = select(finite, count, middle);
  if (count % 2 === 1) return upper;
  // what is left of the selected one is not larger
  let lower = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < middle; index++) lower = Math.max(lower, at(finite, index));
  return (lower + upper) / 2;
}

/** The value that would stand at `wanted` if the first `count` were sorted (Hoare 1961); reorders them. */
function select(values: Float64Array, count: number, wanted: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = at(values, wanted);
    let low = left;
    let high = right;
    do {
      while (at(values, low) < pivot) low++;
      while (at(values, high) > pivot) high--;
      if (low > high) break;
      const swapped = at(values, low);
      values[low++] = at(values, high);
      values[high--] = swapped;
    } while (low <= high);
    if (high < wanted) left = low;
    if (wanted < low) right = high;
  }
  return at(values, wanted);
}

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
