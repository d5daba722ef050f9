import {
  type Abstention,
  type Forecast,
  forecast,
  type Method,
  type Models,
  ownModels,
} from '#domain/forecast/forecast.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { FAR, type Lane } from '#domain/prediction/lane.ts';
import { seedOf } from '#domain/random.ts';
import { averaged } from '#domain/series/average.ts';
import { seriesId } from '#domain/series/series.ts';
import type { SeriesPorts } from './metricHistory.ts';
import { readSeries, type SeriesPoint } from './readSeries.ts';

export interface ForecastPorts extends SeriesPorts {
  models: Models;
  /** the last four weeks in steps of five minutes */
  weeks(of: { service: string; metric: string }, ports: SeriesPorts): Promise<SeriesPoint[]>;
}

export interface Wanted {
  service: string;
  metric: string;
  lane: Lane;
  /** no further ahead than the history allows, rather than not at all */
  asFarAsHonest?: boolean;
  /** seconds between the source's points */
  resolution: number;
  method?: Method | undefined;
  /** with Prophet in the contest where it may win: ten times the computing, so for whoever asks and for what moves */
  thorough: boolean;
}

/** Nothing is said further ahead than half of what was seen: beyond it no held-back values can check the interval. */
const HONEST_SHARE = 0.48;
const LEAST_AHEAD = 600;

/** A forecast of a series from its stored history, and how much history that was, in seconds. */
export async function forecastSeries(
  { service, metric, lane, resolution, method, thorough, asFarAsHonest = false }: Wanted,
  ports: ForecastPorts,
): Promise<{ made: Forecast | Abstention; span: number }> {
  const points = await history({ service, metric }, lane, ports);
  const span = points.length === 0 ? 0 : (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const step = Math.max(resolution, lane.step(span));
  const honest = Math.max(LEAST_AHEAD, HONEST_SHARE * span);
  const made = await forecast(
    {
      points: averaged(points, step),
      step,
      definition: metricDefinition(metric),
      horizon: asFarAsHonest ? Math.min(lane.horizon, honest) : lane.horizon,
      method,
      seed: seedOf(seriesId(service, metric)),
    },
    thorough ? ports.models : ownModels,
  );
  return { made, span };
}

function history(of: { service: string; metric: string }, lane: Lane, ports: ForecastPorts): Promise<SeriesPoint[]> {
  if (lane.name === FAR.name) return ports.weeks(of, ports);
  const until = ports.clock.now();
  return readSeries({ ...of, from: until - lane.look, until }, ports);
}
