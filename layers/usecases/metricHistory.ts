import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { tellAhead } from '#domain/prediction/told.ts';
import { averaged, MOST_POINTS, rounded, stepFor } from '#domain/series/average.ts';
import type { Service } from '#domain/service/service.ts';
import { toInstant } from '#domain/time.ts';
import type { AnomalyTable, Clock, HistoryStore, LatestValues, PredictionStore } from '#ports';
import { readSeries, type SeriesPoint } from './readSeries.ts';

export interface SeriesPorts {
  history: Pick<HistoryStore, 'read'>;
  tail: { read(series: string): Promise<SeriesPoint[]> };
  clock: Clock;
}
export interface HistoryRequest {
  service: Service;
  /** canonical */
  metric: string;
  from: number;
  until: number;
  /** seconds; as fine as an answer may hold when left out */
  step: number | undefined;
}
export type History =
  | { outcome: 'unknown_metric'; known: string[] }
  | { outcome: 'too_fine'; finest: number }
  | { outcome: 'read'; history: Record<string, unknown> };

/** One metric's history for a chart: its points, what is usual now, what is foreseen, and the episodes that touch this time. */
export async function metricHistory(
  { service, metric, from, until, step: asked }: HistoryRequest,
  ports: SeriesPorts & {
    latest: LatestValues;
    anomalies: Pick<AnomalyTable, 'list'>;
    predictions: Pick<PredictionStore, 'all'>;
  },
): Promise<History> {
  const latest = await ports.latest.of([service.name]);
  const known = new Set([...service.metrics.map((one) => one.metric), ...latest.map((one) => one.metric)]);
  if (!known.has(metric)) return { outcome: 'unknown_metric', known: [...known].sort() };
  const newest = latest.find((one) => one.metric === metric);
  const stored = newest?.step ?? service.resolution;
  const step = stepFor({ from, until, stored }, asked);
  // what lies on the edges of both ends is in a period of its own
  if ((until - from) / step > MOST_POINTS + 1)
    return { outcome: 'too_fine', finest: Math.ceil((until - from) / MOST_POINTS) };
  const [points, anomalies, predictions] = await Promise.all([
    readSeries({ service: service.name, metric, from, until }, ports),
    episodesIn({ service: service.name, metric, from, until }, ports),
    ports.predictions.all(),
  ]);
  const ahead = predictions.find((one) => one.service === service.name && one.metric === metric);
  const shown = step > stored ? averaged(points, step) : points;
  return {
    outcome: 'read',
    history: {
      service: service.name,
      metric,
      unit: metricDefinition(metric).unit,
      step,
      since: toInstant(from),
      until: toInstant(until),
      points: shown.map(({ at, value }) => ({ at: toInstant(at), value: rounded(value) })),
      expected:
        newest && !isStale(newest, ports.clock.now())
          ? { value: newest.expected, lower: newest.lower, upper: newest.upper, as_of: toInstant(newest.at) }
          : null,
      forecast: ahead ? tellAhead(ahead, ports.clock.now()) : null,
      anomalies,
    },
  };
}

/** Episodes that were open at some time in between, newest first: also those that began before. */
async function episodesIn(
  { service, metric, from, until }: { service: string; metric: string; from: number; until: number },
  { anomalies }: { anomalies: Pick<AnomalyTable, 'list'> },
): Promise<Anomaly[]> {
  const { items } = await anomalies.list(
    { service, metric, status: 'all', level: 'warn', until: toInstant(until) },
    { limit: 500 },
  );
  return items.filter(({ resolved_at }) => resolved_at === null || Date.parse(resolved_at) / 1000 >= from);
}
