import { at, medianOf, quantileOf, sorted } from '../statistics/order.ts';

/** Points that a slope is taken of, at most: pairs grow with the square. */
const MOST_POINTS = 48;

/** Median of the slopes of all pairs (Theil 1950, Sen 1968), per cell; 0 of fewer than two values. */
export function theilSen(values: readonly number[]): number {
  const stride = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  const slopes: number[] = [];
  for (let late = values.length - 1; late >= 0; late -= stride)
    for (let early = late - stride; early >= 0; early -= stride)
      slopes.push((at(values, late) - at(values, early)) / (late - early));
  const slope = medianOf(slopes);
  return Number.isNaN(slope) ? 0 : slope;
}

/** Phases of a season that a seasonal slope is taken of, at most. */
const MOST_PHASES = 8;

/**
 * Seasonal Kendall slope, per cell: the median of the slopes between values of the same phase. 0 where it is not
 * certain: a quarter of the pairs contradict it, or there are fewer than four seasons.
 */
export function seasonalSlope(values: readonly number[], period: number): number {
  const seasons = Math.floor(values.length / period);
  if (seasons < 4) return 0;
  const slopes: number[] = [];
  const stride = Math.max(1, Math.floor(period / MOST_PHASES));
  for (let phase = 0; phase < period; phase += stride)
    for (let late = values.length - 1 - phase; late >= 0; late -= period)
      for (let early = late - period; early >= 0; early -= period)
        slopes.push((at(values, late) - at(values, early)) / (late - early));
  const ascending = sorted(slopes);
  const low = quantileOf(ascending, 0.25);
  const high = quantileOf(ascending, 0.75);
  return low > 0 || high < 0 ? quantileOf(ascending, 0.5) : 0;
}
