import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { advanceForeseen } from '#domain/prediction/foreseen.ts';
import type { Limit } from '#domain/prediction/limit.ts';
import { emptyPrediction, type Prediction } from '#domain/prediction/prediction.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValue, LoadedPredictions } from '#ports';

/** A series that has a limit, with what is known of it. */
export interface Watched {
  service: Service;
  metric: string;
  latest: LatestValue;
  limit: Limit;
}

/** By series. */
export const byId = (predictions: readonly Prediction[]): Map<string, Prediction> =>
  new Map(predictions.map((one) => [seriesId(one.service, one.metric), one]));
export const idOf = ({ service, metric }: Pick<Watched, 'service' | 'metric'>): string =>
  seriesId(service.name, metric);

/** What this run forecast of a series. */
export type Made = Partial<Pick<Prediction, 'soon' | 'near' | 'far'>>;

/** A shard in one run. */
export interface Scene {
  here: readonly Watched[];
  loaded: LoadedPredictions;
  made: ReadonlyMap<string, Made>;
  open: readonly Anomaly[];
  now: number;
}

/** Every series of the shard that has a forecast or an open episode, brought up to date. */
export function advanceAll({ here, loaded, made, open, now }: Scene): {
  predictions: Prediction[];
  changed: Anomaly[];
} {
  const known = byId(loaded.predictions);
  const watched = new Map(here.map((one) => [idOf(one), one]));
  const episodes = new Map(open.map((anomaly) => [seriesId(anomaly.service, anomaly.metric), anomaly]));
  const ids = new Set([...known.keys(), ...made.keys(), ...episodes.keys()]);
  const predictions: Prediction[] = [];
  const changed: Anomaly[] = [];
  for (const id of ids) {
    const one = watched.get(id);
    const episode = episodes.get(id);
    if (!one && !episode) continue; // nobody watches it any more, or it has no limit any more
    const { service, metric } = one
      ? { service: one.service.name, metric: one.metric }
      : (episode ?? { service: '', metric: '' });
    const fresh = made.get(id);
    const advanced = advanceForeseen({
      prediction: { ...(known.get(id) ?? emptyPrediction(service, metric)), ...fresh },
      limit: one?.limit ?? null,
      latest: one && !isStale(one.latest, now) ? one.latest : undefined,
      open: episode,
      made: fresh !== undefined,
      source: one?.service.metrics.find((source) => source.metric === metric)?.source ?? 'cloudwatch',
      now,
    });
    if (one) predictions.push(advanced.prediction);
    if (advanced.changed) changed.push(advanced.changed);
  }
  return { predictions, changed };
}
