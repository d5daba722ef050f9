import * as z from 'zod';
import type { Forecast } from '../forecast/forecast.ts';
import { METHODS, QUANTILES } from '../forecast/forecast.ts';

/** Levels at which the path's extremes are kept: denser than the value's own, because policies ask for any probability. */
export const EXTREMES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98] as const;

const OutlookPoint = z.object({
  /** epoch seconds */
  at: z.number(),
  /** of the value then, beside QUANTILES */
  quantiles: z.array(z.number()),
  /** of the highest value until then, beside EXTREMES; the lowest likewise. Empty where nobody asks for that side. */
  highest: z.array(z.number()),
  lowest: z.array(z.number()),
});
export type OutlookPoint = z.infer<typeof OutlookPoint>;

/** A forecast as it is kept: thinned, and with what answers "is this crossed by then?" for any bound and any time. */
export const Outlook = z.object({
  method: z.enum(METHODS),
  /** epoch seconds */
  made_at: z.number(),
  step: z.number(),
  /** number of points it was made from */
  made_from: z.number(),
  /** measured share of held-back values inside p5–p95 */
  coverage: z.number(),
  error: z.number(),
  /** in order of time, each later than `made_at` less what had not come yet */
  points: z.array(OutlookPoint),
});
export type Outlook = z.infer<typeof Outlook>;

/** So many points are kept: the first ones all, then ever fewer. A running extreme loses nothing by it. */
const MOST_POINTS = 36;
const DIGITS = 5;

/** @param bad which way is bad: only that side's extremes are kept, of a metric that may go wrong both ways both */
export function outlookOf(forecast: Forecast, bad: 'up' | 'down' | 'both', madeAt: number): Outlook {
  const { method, step, made_from, coverage, error, points, paths = [] } = forecast;
  const highest = bad === 'down' ? undefined : runningExtremes(forecast, paths, Math.max);
  const lowest = bad === 'up' ? undefined : runningExtremes(forecast, paths, Math.min);
  const kept = thinned(points.length).flatMap((index) => {
    const point = points[index];
    if (!point) return [];
    const { at, quantiles } = point;
    const short = (values: readonly number[] = []) => values.map(shortened);
    return [{ at, quantiles: short(quantiles), highest: short(highest?.[index]), lowest: short(lowest?.[index]) }];
  });
  return { method, made_at: madeAt, step, made_from, coverage, error, points: kept };
}

const shortened = (value: number): number => Number(value.toPrecision(DIGITS));

/** Indices that are kept, the last always: steps grow by an eighth of the way. */
function thinned(count: number): number[] {
  const kept: number[] = [];
  const least = count / (MOST_POINTS * 2);
  for (let index = 0; index < count - 1; index += Math.max(1, Math.floor(Math.max(least, index / 8)))) kept.push(index);
  if (count > 0) kept.push(count - 1);
  return kept;
}

/** The distribution of the extreme that the path has had until each point. */
function runningExtremes(
  { points }: Forecast,
  paths: readonly (readonly number[])[],
  extreme: (a: number, b: number) => number,
): number[][] {
  if (paths.length === 0) return fromQuantiles(points, extreme);
  const running = paths.map((path) => path[0] ?? Number.NaN);
  return points.map((_point, index) => {
    paths.forEach((path, which) => {
      running[which] = extreme(running[which] ?? Number.NaN, path[index] ?? Number.NaN);
    });
    const sorted = Float64Array.from(running).sort();
    return EXTREMES.map((level) => quantileOf(sorted, level));
  });
}

/** Without paths: as if the series kept its rank among its possible ways, which is what ramps do. */
function fromQuantiles(points: Forecast['points'], extreme: (a: number, b: number) => number): number[][] {
  let running: number[] | undefined;
  return points.map(({ quantiles }) => {
    const here = EXTREMES.map((level) => between(QUANTILES, quantiles, level));
    running = running ? running.map((value, index) => extreme(value, here[index] ?? value)) : here;
    return running;
  });
}

/** Of sorted values, straight between the two that lie about the level. */
function quantileOf(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** The y at x of a line through points, flat beyond its ends. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const next = xs.findIndex((one) => one >= x);
  if (next === 0) return ys[0] ?? Number.NaN;
  if (next === -1) return ys[ys.length - 1] ?? Number.NaN;
  const [x0 = 0, x1 = 0] = [xs[next - 1], xs[next]];
  const [y0 = 0, y1 = 0] = [ys[next - 1], ys[next]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

export interface Bound {
  value: number;
  direction: 'up' | 'down';
}

/** The chance, 0–1, that the bound is reached at or before a time. Beyond the last point it is that of the last. */
export function chanceBy({ points }: Pick<Outlook, 'points'>, bound: Bound, until: number): number {
  const next = points.findIndex(({ at }) => at >= until);
  const [before, after] = next === -1 ? [points.at(-1), undefined] : [points[next - 1], points[next]];
  const from = before ? chanceAt(before, bound) : 0;
  if (!after) return from;
  const to = chanceAt(after, bound);
  if (!before) return after.at === until ? to : 0; // it has not begun
  return from + ((to - from) * (until - before.at)) / (after.at - before.at);
}

/** P(the extreme until then is at or beyond the bound), from its quantiles; 0 and 1 outside of all of them. */
function chanceAt({ highest, lowest, quantiles }: OutlookPoint, { value, direction }: Bound): number {
  const kept = direction === 'up' ? highest : lowest;
  const [levels, values] = kept.length > 0 ? [EXTREMES, kept] : [QUANTILES, quantiles];
  if (direction === 'up') return 1 - shareBelow(levels, values, value);
  return 1 - shareBelow(reversed(levels), values.map((one) => -one).reverse(), -value);
}

const reversed = (levels: readonly number[]): number[] => levels.map((level) => 1 - level).reverse();

/** P(X < value). Where several levels share one value, the lowest of them counts: at the bound is beyond it. */
function shareBelow(levels: readonly number[], values: readonly number[], value: number): number {
  const next = values.findIndex((one) => one >= value);
  if (next === -1) return 1;
  if (next === 0) return 0;
  const [l0 = 0, l1 = 0] = [levels[next - 1], levels[next]];
  const [v0 = 0, v1 = 0] = [values[next - 1], values[next]];
  return v1 === v0 ? l0 : l0 + ((l1 - l0) * (value - v0)) / (v1 - v0);
}
