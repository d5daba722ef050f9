import type { Configuration } from '#domain/configuration/configuration.ts';
import type { Method } from '#domain/forecast/forecast.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { isStale } from '#domain/policy/evaluate.ts';
import { laneFor } from '#domain/prediction/lane.ts';
import { givenLimit, limitOf } from '#domain/prediction/limit.ts';
import { outlookOf } from '#domain/prediction/outlook.ts';
import { type Subject, tellAbstention, tellForecast } from '#domain/prediction/told.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValues, PolicyStore } from '#ports';
import { type ForecastPorts, forecastSeries } from './forecastSeries.ts';

export interface Question {
  service: Service;
  /** canonical */
  metric: string;
  /** hours ahead */
  periods: number;
  threshold: number | undefined;
  method: Method | undefined;
}

export interface AskPorts extends ForecastPorts {
  policies: Pick<PolicyStore, 'all'>;
  latest: LatestValues;
  configuration: Pick<Configuration, 'limits'>;
  services: readonly Service[];
}

export type Asked =
  | { outcome: 'unknown_metric'; known: string[] }
  | { outcome: 'told'; forecast: ReturnType<typeof tellForecast> | ReturnType<typeof tellAbstention> };

const HOUR = 3_600;

/** A forecast for whoever asks, made now. An answer is given also where none can be made: it says why. */
export async function askForecast(question: Question, ports: AskPorts): Promise<Asked> {
  const { service, metric, periods, threshold, method } = question;
  const latest = await ports.latest.of([service.name]);
  const known = new Set([...service.metrics.map((one) => one.metric), ...latest.map((one) => one.metric)]);
  if (!known.has(metric)) return { outcome: 'unknown_metric', known: [...known].sort() };
  const newest = latest.find((one) => one.metric === metric);
  const now = ports.clock.now();
  const within = periods * HOUR;
  const definition = metricDefinition(metric);
  const current = newest && !isStale(newest, now) ? newest : undefined;
  const limit =
    threshold !== undefined
      ? givenLimit(threshold, definition, newest?.value ?? null)
      : limitOf(service, metric, {
          policies: await ports.policies.all(),
          limits: ports.configuration.limits,
          services: ports.services,
        });
  const about: Subject = { service: service.name, metric, latest: current, limit, within, now };
  const resolution = newest?.step ?? service.resolution;
  const { made } = await forecastSeries(
    { service: service.name, metric, lane: laneFor(within), resolution, method, thorough: true },
    ports,
  );
  if (made.outcome === 'abstained') return { outcome: 'told', forecast: tellAbstention(about, made.reason) };
  const bad = limit?.direction ?? definition.bad;
  return { outcome: 'told', forecast: tellForecast(about, made, outlookOf(made, bad, now)) };
}
