/** Median of the values; NaN of none. Does not change its argument. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median absolute deviation, scaled so that it estimates a normal distribution's standard deviation. */
export function spread(values: readonly number[], centre: number): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Least-squares slope of values at the given times, per unit of time; 0 of fewer than two. */
export function slope(points: readonly { at: number; value: number }[]): number {
  const at = mean(points.map((point) => point.at));
  const value = mean(points.map((point) => point.value));
  let covariance = 0;
  let variance = 0;
  for (const point of points) {
    covariance += (point.at - at) * (point.value - value);
    variance += (point.at - at) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}

/**
 * P(|T| < |t|) of Student's distribution with three degrees of freedom: heavy tails, as residuals of real metrics have,
 * so that a score near 1 is rare. Closed form (Abramowitz and Stegun, 26.7.3).
 */
export function tailScore(t: number): number {
  const x = Math.abs(t) / Math.sqrt(3);
  return Math.min(1, (2 / Math.PI) * (x / (1 + x * x) + Math.atan(x)));
}
