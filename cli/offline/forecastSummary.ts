import { type Abstention, type Breach, breachOf, type Forecast, QUANTILES } from '#domain/forecast/forecast.ts';
import type { History } from './history.ts';
import { writeTime } from './time.ts';

/** What one series is forecast to do. Times are RFC 3339. */
export interface ForecastSummary {
  file: string;
  /** rows read */
  points: number;
  /** seconds between points; null where there are fewer than two */
  step: number | null;
  outcome: 'forecast' | 'abstained';
  /** a sentence on why there is none; null where there is one, and all below is null or empty where there is none */
  reason: string | null;
  method: string | null;
  /** points that it was made from */
  made_from: number | null;
  /** share of held-back values that lay inside p5 to p95: how far the forecast may be trusted */
  coverage: number | null;
  /** mean absolute error of held-back values, as a multiple of that of repeating what was (MASE) */
  error: number | null;
  /** every method that was in the contest, best first */
  tried: readonly { method: string; error: number }[];
  /** only where a threshold was asked about */
  breach?: BreachSummary | null;
  forecast: { timestamp: string; p10: number; p50: number; p90: number }[];
}

export interface BreachSummary {
  threshold: number;
  direction: 'up' | 'down';
  probability: number;
  /** by when it is as likely as not to have been reached; null where that is not within the periods */
  at: string | null;
  /** by when there is one chance in ten of that */
  earliest: string | null;
}

/** The quantiles that a file gets, at a time. */
export interface ForecastRow {
  at: number;
  p10: number;
  p50: number;
  p90: number;
}

export function rowsOf(made: Forecast | Abstention): ForecastRow[] {
  if (made.outcome === 'abstained') return [];
  const [p10, p50, p90] = [QUANTILES.indexOf(0.1), QUANTILES.indexOf(0.5), QUANTILES.indexOf(0.9)];
  const figure = (value: number | undefined): number => Number((value ?? Number.NaN).toPrecision(10));
  return made.points.map(({ at, quantiles }) => ({
    at,
    p10: figure(quantiles[p10]),
    p50: figure(quantiles[p50]),
    p90: figure(quantiles[p90]),
  }));
}

export interface Asked {
  file: string;
  threshold: number | undefined;
}

export function summaryOf(made: Forecast | Abstention, history: History, { file, threshold }: Asked): ForecastSummary {
  const given = made.outcome === 'forecast' ? made : undefined;
  return {
    file,
    points: history.rows,
    step: history.step ?? null,
    outcome: made.outcome,
    reason: made.outcome === 'abstained' ? made.reason : null,
    method: given?.method ?? null,
    made_from: given?.made_from ?? null,
    coverage: given?.coverage ?? null,
    error: given?.error ?? null,
    tried: given?.tried ?? [],
    ...(threshold === undefined ? {} : { breach: given ? breachSummary(given, history, threshold) : null }),
    forecast: rowsOf(made).map(({ at, ...quantiles }) => ({ timestamp: instant(at), ...quantiles })),
  };
}

/** A threshold above the last value is reached by rising, one below it by falling. */
function breachSummary(made: Forecast, { points }: History, threshold: number): BreachSummary {
  const last = points.findLast(({ value }) => !Number.isNaN(value))?.value ?? 0;
  const breach: Breach = breachOf(made, threshold, last <= threshold ? 'up' : 'down');
  const { direction, probability, at, earliest } = breach;
  return {
    threshold,
    direction,
    probability: Number(probability.toPrecision(4)),
    at: at === null ? null : instant(at),
    earliest: earliest === null ? null : instant(earliest),
  };
}

const instant = (at: number): string => writeTime(at, 'iso');
