import type { Forecast } from '../forecast/forecast.ts';
import { QUANTILES } from '../forecast/forecast.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { rounded } from '../series/average.ts';
import type { LatestValue } from '../shard/latest.ts';
import { toInstant } from '../time.ts';
import { AHEAD_SECONDS } from './horizon.ts';
import type { Limit } from './limit.ts';
import type { Outlook } from './outlook.ts';
import { type Crossing, crossingOf, fresh, type Prediction } from './prediction.ts';

const HOUR = 3_600;
const P05 = 0;
const P95 = QUANTILES.length - 1;
const at = (level: (typeof QUANTILES)[number]): number => QUANTILES.indexOf(level);
const [P10, P50, P90] = [at(0.1), at(0.5), at(0.9)];

export interface Subject {
  service: string;
  metric: string;
  latest: LatestValue | undefined;
  limit: Limit | null;
  /** seconds ahead */
  within: number;
  now: number;
}

/** What is said of any series: what it is, where it stands, what it must not reach. */
const subject = ({ service, metric, latest, limit, within }: Subject) => ({
  metric: `${service}_${metric}`,
  service,
  unit: metricDefinition(metric).unit,
  current: latest ? rounded(latest.value) : null,
  threshold: limit?.value ?? null,
  threshold_from: limit?.from ?? null,
  forecast_horizon: `${Math.round(within / HOUR)}h`,
});

const nothing = (why: string, made_at: number) => ({
  forecasted_max: null,
  forecasted_min: null,
  will_breach: null,
  breach_time: null,
  breach_probability: null,
  confidence: null,
  method: null,
  abstained: why,
  made_at: toInstant(made_at),
});

const middle = (points: Outlook['points'] | Forecast['points']) => points.map(({ quantiles }) => quantiles[P50] ?? 0);

function breach(crossing: Crossing | undefined) {
  if (!crossing) return { will_breach: null, breach_time: null, breach_probability: null };
  const { probability, at: when } = crossing;
  return {
    will_breach: probability >= 0.5,
    breach_time: when === null ? null : toInstant(when),
    breach_probability: rounded(probability),
  };
}

const quantile = (of: { quantiles: readonly number[] }, which: number) => rounded(of.quantiles[which] ?? 0);
const tellPoint = (point: { at: number; quantiles: readonly number[] }) => ({
  at: toInstant(Math.round(point.at)),
  p10: quantile(point, P10),
  p50: quantile(point, P50),
  p90: quantile(point, P90),
});

/** What is still ahead of the last scheduled forecast, for a chart; null where it is old or there is none. */
export function tellAhead({ near, far }: Pick<Prediction, 'near' | 'far'>, now: number) {
  const [fine, coarse] = [fresh(near, now), fresh(far, now)];
  const shown = fine ?? coarse;
  if (!shown) return null;
  const soon = (fine?.points ?? []).filter(({ at }) => at > now);
  const later = (coarse?.points ?? []).filter(({ at }) => at > (soon.at(-1)?.at ?? now) && at <= now + AHEAD_SECONDS);
  return { method: shown.method, made_at: toInstant(shown.made_at), points: [...soon, ...later].map(tellPoint) };
}

/** The answer to who asked for a forecast. */
export function tellForecast(about: Subject, made: Forecast, kept: Outlook) {
  const { limit, now, within } = about;
  const points = made.points.filter((point) => point.at <= now + within);
  const values = middle(points);
  const highest = Math.max(...values);
  const top = points[values.indexOf(highest)];
  const crossing = limit ? crossingOf({ near: kept, far: null }, limit, { now, within }) : undefined;
  return {
    ...subject(about),
    forecasted_max: rounded(highest),
    forecasted_min: rounded(Math.min(...values)),
    ...breach(crossing),
    confidence: rounded(made.coverage),
    method: made.method,
    abstained: null,
    made_at: toInstant(now),
    interval: top ? { level: 0.9 as const, lower: quantile(top, P05), upper: quantile(top, P95) } : null,
    points: points.map(tellPoint),
  };
}

/** The same where nothing can be said honestly. */
export const tellAbstention = (about: Subject, why: string) => ({
  ...subject(about),
  ...nothing(why, about.now),
  interval: null,
  points: [],
});

/** The last scheduled forecast of a series, over the next day. */
export function tellPrediction(prediction: Prediction, about: Omit<Subject, 'within'>) {
  const { soon, near, far } = prediction;
  const { now, limit } = about;
  const said = { ...subject({ ...about, within: AHEAD_SECONDS }), anomaly_id: prediction.open };
  const [fine, coarse] = [fresh(near, now), fresh(far, now)];
  if (!fine && !coarse) {
    const last = far ?? near;
    const why = last && 'abstained' in last ? last.abstained : 'The last forecast is too old to rely on.';
    return { ...said, ...nothing(why, last?.made_at ?? now) };
  }
  const crossing = limit ? crossingOf(prediction, limit, { now, within: AHEAD_SECONDS }) : undefined;
  const shown = crossing?.outlook ?? fine ?? coarse;
  const begun = shown === soon ? (shown?.points ?? []) : [];
  const ahead = [...begun, ...(fine?.points ?? []), ...(coarse?.points ?? [])].filter(
    (point) => point.at > now && point.at <= now + AHEAD_SECONDS,
  );
  const values = middle(ahead);
  return {
    ...said,
    forecast_horizon: coarse ? said.forecast_horizon : '2h',
    forecasted_max: values.length > 0 ? rounded(Math.max(...values)) : null,
    forecasted_min: values.length > 0 ? rounded(Math.min(...values)) : null,
    ...breach(crossing),
    confidence: shown ? rounded(shown.coverage) : null,
    method: shown?.method ?? null,
    abstained: null,
    made_at: toInstant(shown?.made_at ?? now),
  };
}
