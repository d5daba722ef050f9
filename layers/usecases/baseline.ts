import { isStale } from '#domain/policy/evaluate.ts';
import type { Action, Baseline } from '#domain/remediation/action.ts';
import { isHealthy } from '#domain/remediation/healthy.ts';
import { readingAt } from '#domain/remediation/reading.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValue } from '#ports';
import { actingServices } from './actingServices.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** How far back a trouble is looked at whose beginning nobody noted, seconds. */
const LOOK_BACK_SECONDS = 900;
/** What an action keeps of it; the newest say most of how it went. */
const MOST_READINGS = 30;

type Ports = Pick<RemediationPorts, 'anomalies' | 'series' | 'latest' | 'services' | 'actions' | 'clock' | 'log'>;

/**
 * What an action is judged beside: its metric while the trouble lasted and nothing was done, and the services that had the
 * same trouble and nobody touches. Null where there is no metric, or where it cannot be read: the verdict then knows only
 * the value just before.
 */
export async function baselineOf(action: Action, ports: Ports): Promise<Baseline | null> {
  const { metric } = action.cause;
  if (metric === null) return null;
  try {
    const [readings, peers] = await Promise.all([readingsBefore(action, metric, ports), sickPeers(action, ports)]);
    return { readings, peers };
  } catch (error) {
    ports.log.error('what was before cannot be read', { id: action.id, error });
    return null;
  }
}

async function readingsBefore({ cause, service }: Action, metric: string, { anomalies, series, clock }: Ports) {
  const until = clock.now();
  const began = cause.kind === 'anomaly' ? (await anomalies.get(cause.id))?.started_at : undefined;
  const from = began === undefined ? until - LOOK_BACK_SECONDS : Date.parse(began) / 1000;
  const points = await series.read({ service, metric, from, until });
  return points.slice(-MOST_READINGS).map(({ at, value }) => readingAt(at, metric, value));
}

/** A caller's trouble goes when its callee's does, so who calls the service is no witness; nor is who is repaired too. */
async function sickPeers(action: Action, { latest, services, actions, clock }: Ports): Promise<string[]> {
  const [values, all, acting] = await Promise.all([latest.of(), services.all(), actingServices(actions)]);
  const callers = callersOf(action.service, all);
  const now = clock.now();
  return values
    .filter(({ service, metric }) => metric === action.cause.metric && service !== action.service)
    .filter(({ service }) => !callers.has(service) && !acting.has(service))
    .filter((value) => value.ready && !isStale(value, now) && !isHealthy(value.value, value, action.cause))
    .map(({ service }) => service);
}

/** Who calls a service, straight or through others. */
function callersOf(service: string, services: readonly Service[]): ReadonlySet<string> {
  const callers = new Set<string>();
  const follow = (callee: string) => {
    for (const { name, depends_on } of services) {
      if (!depends_on.includes(callee) || callers.has(name)) continue;
      callers.add(name);
      follow(name);
    }
  };
  follow(service);
  return callers;
}

/** How the untouched peers are now. One that is being repaired, or says nothing, is a witness no longer. */
export async function peersNow(
  { cause, baseline }: Action,
  latest: readonly LatestValue[],
  { actions, clock }: Pick<Ports, 'actions' | 'clock'>,
): Promise<{ service: string; healthy: boolean }[]> {
  const peers = baseline?.peers ?? [];
  if (peers.length === 0) return [];
  const acting = await actingServices(actions);
  return latest
    .filter(({ service, metric }) => metric === cause.metric && peers.includes(service) && !acting.has(service))
    .filter((value) => !isStale(value, clock.now()))
    .map((value) => ({ service: value.service, healthy: isHealthy(value.value, value, cause) }));
}
