import { at } from '../statistics/order.ts';
import type { Forecast } from './forecast.ts';
import { QUANTILES } from './quantiles.ts';

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

/**
 * Whether and when a forecast reaches a threshold: by how many of its paths do, up to each moment. Without paths by the
 * chance of the likeliest single moment: what is certain, that it crosses at least that likely.
 */
export function breachOf(forecast: Forecast, threshold: number, direction: 'up' | 'down'): Breach {
  const { points, paths = [] } = forecast;
  const reached = chances(forecast, paths, threshold, direction);
  const first = (chance: number): number | null =>
    points[reached.findIndex((value) => value > chance - 1e-9)]?.at ?? null;
  return { threshold, direction, probability: reached.at(-1) ?? 0, at: first(0.5), earliest: first(0.1) };
}

/** Chance of having crossed by each point. */
function chances(
  { points }: Forecast,
  paths: readonly (readonly number[])[],
  threshold: number,
  direction: 'up' | 'down',
): number[] {
  const beyond = (value: number): boolean => (direction === 'up' ? value >= threshold : value <= threshold);
  let most = 0;
  if (paths.length === 0)
    return points.map(({ quantiles }) => {
      most = Math.max(most, chanceBeyond(quantiles, threshold, direction));
      return most;
    });
  const crossed = new Set<number>();
  return points.map((_, step) => {
    for (const [index, path] of paths.entries()) if (beyond(at(path, step))) crossed.add(index);
    return crossed.size / paths.length;
  });
}

/** Chance that one value is at or beyond the threshold, from its quantiles, straight between them. */
function chanceBeyond(quantiles: readonly number[], threshold: number, direction: 'up' | 'down'): number {
  // seen from below: a lower threshold is an upper one of the negatives
  const [levels, values, limit] =
    direction === 'up'
      ? [QUANTILES, quantiles, threshold]
      : [QUANTILES.map((level) => 1 - level).reverse(), quantiles.map((value) => -value).reverse(), -threshold];
  const next = values.findIndex((value) => value >= limit);
  if (next === -1) return 0;
  if (next === 0) return at(values, 0) > limit ? 1 : 1 - at(levels, 0);
  const low = at(values, next - 1);
  const share = (limit - low) / (at(values, next) - low);
  return 1 - (at(levels, next - 1) + share * (at(levels, next) - at(levels, next - 1)));
}
