import type { Forecast } from './forecast.ts';

export interface Breach {
  threshold: number;
  direction: 'up' | 'down';
  /** that the series is at or beyond the threshold at least once within the horizon, 0–1 */
  probability: number;
  /** when it is as likely as not to have crossed, epoch seconds; null where that is not within the horizon */
  at: number | null;
  /** when one chance in ten of having crossed is reached, epoch seconds; null where it is not */
  earliest: number | null;
}

/** Whether and when a forecast reaches a threshold. */
export function breachOf(forecast: Forecast, threshold: number, direction: 'up' | 'down'): Breach {
  let probability = 0;
  let at: number | null = null;
  let earliest: number | null = null;
  for (const point of forecast.points) {
    probability = Math.max(probability, beyond(point.quantiles, threshold, direction));
    if (probability >= 0.5) at ??= point.at;
    if (probability >= 0.1) earliest ??= point.at;
  }
  return { threshold, direction, probability, at, earliest };
}

const LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/** Chance that one value is at or beyond the threshold, from its quantiles, straight between them. */
function beyond(quantiles: readonly number[], threshold: number, direction: 'up' | 'down'): number {
  const below = levelOf(quantiles, threshold);
  return direction === 'up' ? 1 - below : below;
}

function levelOf(quantiles: readonly number[], threshold: number): number {
  const next = quantiles.findIndex((quantile) => quantile >= threshold);
  if (next === -1) return 1;
  const high = LEVELS[next] ?? 1;
  if (next === 0) return threshold < (quantiles[0] ?? 0) ? 0 : high;
  const low = LEVELS[next - 1] ?? 0;
  const from = quantiles[next - 1] ?? 0;
  const width = (quantiles[next] ?? 0) - from;
  return width === 0 ? low : low + ((high - low) * (threshold - from)) / width;
}
