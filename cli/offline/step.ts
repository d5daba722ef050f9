/** A series shows its step in this many gaps. */
export const ENOUGH_GAPS = 1_000;
/** Clocks are read a little late: a gap this near to whole seconds, as a share of it, is meant to be those. */
const JITTER = 0.01;

/**
 * The step of a series, seconds: the median of the gaps between neighbours, so that holes, repeated and late points
 * do not move it; of an even number of gaps the smaller of the two in the middle, so that it is a gap that occurs.
 * @param times epoch seconds, in the order in which they came; the first `ENOUGH_GAPS` gaps count
 * @returns undefined where no time is later than the one before it
 */
export function stepOf(times: readonly number[]): number | undefined {
  const gaps: number[] = [];
  for (let i = 1; i < times.length && gaps.length < ENOUGH_GAPS; i++) {
    const gap = (times[i] ?? Number.NaN) - (times[i - 1] ?? Number.NaN);
    if (gap > 0) gaps.push(gap);
  }
  gaps.sort((a, b) => a - b);
  const middle = gaps[(gaps.length - 1) >> 1];
  if (middle === undefined) return undefined;
  const whole = Math.round(middle);
  if (Math.abs(middle - whole) <= JITTER * whole) return whole;
  return Number(middle.toFixed(6)); // the difference of two large numbers carries noise
}
