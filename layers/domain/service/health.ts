import * as z from 'zod';
import { type Anomaly, levelRank } from '../anomaly/anomaly.ts';
import { isStale } from '../policy/evaluate.ts';
import type { LatestValue } from '../shard/latest.ts';
import { Instant, toInstant } from '../time.ts';
import { ServiceName } from './name.ts';
import type { Service } from './service.ts';

const figure = (unit: string) => z.number().nullable().describe(`${unit}; null where no fresh value is known`);

/** How a service is now: its newest figures, as long as they are fresh, and what is wrong with it. */
export const Health = z
  .object({
    service: ServiceName,
    status: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']),
    cpu: figure('%'),
    memory: figure('%'),
    error_rate: figure('ratio'),
    latency_p99: figure('ms'),
    request_rate: figure('1/s'),
    connection_pool: figure('%'),
    running_tasks: figure('count'),
    open_anomalies: z.number().int().nonnegative().describe('of level warn or page'),
    ready: z.boolean().describe('detection has seen enough of every metric to judge it'),
    as_of: Instant.nullable().describe('of the newest value; when status is unknown, since when nothing is known'),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

/** What health is told from: the newest values and the open episodes of the installation. */
export interface HealthFacts {
  now: number;
  latest: readonly LatestValue[];
  anomalies: readonly Anomaly[];
}

/** The health of one service. A stale value is never shown as if it were fresh: then it is null. Pure. */
export function healthOf({ name }: Pick<Service, 'name'>, { now, latest, anomalies }: HealthFacts): Health {
  const values = latest.filter(({ service }) => service === name);
  const fresh = values.filter((value) => !isStale(value, now));
  const newest = (metric: string) => fresh.find((value) => value.metric === metric)?.value ?? null;
  const open = anomalies.filter((anomaly) => anomaly.service === name && isTrouble(anomaly));
  return {
    service: name,
    status: fresh.length === 0 ? 'unknown' : statusOf(open),
    cpu: newest('cpu_usage'),
    memory: newest('memory_usage'),
    error_rate: newest('error_rate'),
    latency_p99: newest('latency_p99'),
    request_rate: newest('request_rate'),
    connection_pool: newest('connection_pool_usage'),
    running_tasks: newest('running_tasks'),
    open_anomalies: open.length,
    ready: fresh.length > 0 && fresh.every(({ ready }) => ready),
    as_of: values.length === 0 ? null : toInstant(Math.max(...values.map(({ at }) => at))),
  };
}

/** Something is wrong now: a foreseen breach is not yet, and what is only sensitive is for looking back. */
const isTrouble = ({ status, kind, level }: Anomaly): boolean =>
  status === 'open' && kind !== 'predicted_breach' && levelRank[level] >= levelRank.warn;

function statusOf(open: readonly Anomaly[]): Health['status'] {
  if (open.some(({ level }) => level === 'page')) return 'unhealthy';
  return open.length > 0 ? 'degraded' : 'healthy';
}
