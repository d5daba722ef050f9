import type { ForecastInput } from '#domain/forecast/forecast.ts';
import type { Series } from './series.ts';

export const HORIZONS = [1, 4, 24] as const;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A series at one moment of its past: what was known, and what came. */
export interface Case {
  series: string;
  input: ForecastInput;
  came: ReadonlyMap<number, number>;
  /** in-sample error of the daily seasonal naive forecast (the unit of MASE) */
  scale: number;
}

/** Days without which no moment is taken. */
const LEAST_DAYS = 3;

/** `count` moments of a series, evenly between its first third (three days at least) and a day before its end. */
export function casesOf({ name, points, step, definition }: Series, count: number): Case[] {
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? 0;
  const from = Math.max(first + LEAST_DAYS * DAY, first + 0.3 * (last - first));
  return Array.from({ length: count }, (_, index) => from + ((last - DAY - from) * (index + 0.37)) / count)
    .map((moment) => {
      const known = points.filter(({ at }) => at <= moment);
      const now = known.at(-1)?.at ?? 0;
      const came = points.filter(({ at }) => at > now && at <= now + DAY);
      return {
        series: name,
        input: { points: known, step, definition, horizon: DAY, seed: 1 },
        came: new Map(came.map(({ at, value }) => [at, value])),
        scale: seasonalError(known),
      };
    })
    .filter(({ scale }) => scale > 0);
}

function seasonalError(points: readonly { at: number; value: number }[]): number {
  const byTime = new Map(points.map(({ at, value }) => [at, value]));
  let sum = 0;
  let count = 0;
  for (const { at, value } of points) {
    const before = byTime.get(at - DAY);
    if (before === undefined) continue;
    sum += Math.abs(value - before);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
