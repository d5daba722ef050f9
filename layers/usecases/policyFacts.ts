import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type Asked, askedIn, conditionOf } from '#domain/policy/condition.ts';
import type { Deployment, Facts, RecentSeries } from '#domain/policy/evaluate.ts';
import { targetsOf } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { seriesId } from '#domain/series/series.ts';
import { knownService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import { slosOf } from '#domain/slo/fromConfiguration.ts';
import type { Slo } from '#domain/slo/slo.ts';
import type { EcsServiceState } from '#ports';
import type { RemediationPorts } from './remediationPorts.ts';

export type PolicyFactPorts = Pick<
  RemediationPorts,
  'anomalies' | 'predictions' | 'series' | 'ecs' | 'configuration' | 'clock' | 'log'
>;

/** What conditions ask beside the newest values and the open anomalies, and the breaches that were foreseen and told. */
export type AskedFacts = Required<Pick<Facts, 'predictions' | 'recent' | 'deployments' | 'slos'>> & {
  told: readonly Anomaly[];
};

/** A window ends with the newest point, and a source may show that late. */
const LATE_SECONDS = 900;
/** So many questions are under way at a time. */
const AT_ONCE = 20;

/**
 * Reads what the conditions of these policies ask, and nothing that none asks. What cannot be read is left out, and so is
 * unknown where it is asked: it keeps no other policy from being judged. Never throws.
 * @param policies those that are judged
 * @param services all there are
 */
export async function readPolicyFacts(
  policies: readonly Policy[],
  services: readonly Service[],
  ports: PolicyFactPorts,
): Promise<AskedFacts> {
  const slos = slosOf(ports.configuration);
  const asked = askedBy(policies, services, slos);
  const [foreseen, recent, deployments] = await Promise.all([
    asked.forecasts ? readForeseen(ports) : { told: [], predictions: [] },
    readRecent(asked.series, ports),
    readDeployments(
      services.filter(({ name }) => asked.deployments.has(name)),
      ports,
    ),
  ]);
  return { ...foreseen, recent, deployments, slos };
}

interface AskedSeries {
  service: string;
  metric: string;
  seconds: number;
}

/** What all the conditions together ask, each series once and as far back as the longest window. */
function askedBy(policies: readonly Policy[], services: readonly Service[], slos: Readonly<Record<string, Slo>>) {
  const names = services.map(({ name }) => name);
  const series = new Map<string, AskedSeries>();
  const deployments = new Set<string>();
  let forecasts = false;
  const need = (service: string, metric: string, seconds: number) => {
    const id = seriesId(service, metric);
    series.set(id, { service, metric, seconds: Math.max(seconds, series.get(id)?.seconds ?? 0) });
  };
  const ask = (part: Asked, judged: readonly string[]): void => {
    const of = 'service' in part && part.service !== null ? [knownService(part.service, names)] : judged;
    if (part.kind === 'forecast') forecasts = true;
    if (part.kind === 'deploying') for (const service of of) deployments.add(service);
    if (part.kind === 'window') for (const service of of) need(service, part.metric, part.seconds);
    if (part.kind === 'count') for (const inner of askedIn(part.where)) ask(inner, names);
    const slo = part.kind === 'burn_rate' && Object.hasOwn(slos, part.slo) ? slos[part.slo] : undefined;
    if (part.kind !== 'burn_rate' || !slo) return;
    const service = knownService(slo.service, names);
    need(service, slo.metric, part.seconds);
    need(service, 'request_rate', part.seconds);
  };
  for (const policy of policies) {
    const condition = conditionOf(policy.condition);
    if (!condition) continue;
    const judged = targetsOf(policy, services).map(({ name }) => name);
    for (const part of askedIn(condition)) ask(part, judged);
  }
  return { series: [...series.values()], deployments, forecasts };
}

async function readForeseen({ anomalies, predictions, log }: PolicyFactPorts) {
  try {
    const [told, all] = await Promise.all([anomalies.foreseen(), predictions.all()]);
    return { told, predictions: all };
  } catch (error) {
    log.error('the forecasts cannot be read: what asks for them is unknown', { error });
    return { told: [], predictions: [] };
  }
}

async function readRecent(
  asked: readonly AskedSeries[],
  { series, clock, log }: PolicyFactPorts,
): Promise<RecentSeries[]> {
  const until = Math.floor(clock.now()) + 1;
  const read = await each(asked, async ({ service, metric, seconds }): Promise<RecentSeries[]> => {
    const from = Math.floor(until - seconds - LATE_SECONDS);
    try {
      return [{ service, metric, points: await series.read({ service, metric, from, until }) }];
    } catch (error) {
      log.error('recent values cannot be read: what asks for them is unknown', { service, metric, error });
      return [];
    }
  });
  return read.flat();
}

async function readDeployments(
  services: readonly Service[],
  { ecs, log }: PolicyFactPorts,
): Promise<Record<string, readonly Deployment[]>> {
  const read = await each(services, async ({ name, workload }): Promise<[string, Deployment[]][]> => {
    if (workload.platform !== 'ecs') return []; // where a service runs that we do not see, nobody knows
    try {
      const state = await ecs.describe(workload.cluster, workload.service);
      return state ? [[name, deploymentsOf(state)]] : [];
    } catch (error) {
      log.error('deployments cannot be read: what asks for them is unknown', { service: name, error });
      return [];
    }
  });
  return Object.fromEntries(read.flat());
}

/** While a deployment is under way the ones before it are still there beside it. */
function deploymentsOf({ deployments }: EcsServiceState): Deployment[] {
  const replacing = deployments.some(({ status }) => status === 'ACTIVE');
  return deployments
    .filter(({ status }) => status === 'PRIMARY')
    .map(({ createdAt = 0, completedAt, rollout }) => {
      const underWay = replacing || rollout === 'IN_PROGRESS';
      // one that ended before what ECS remembers is as old as it is
      return { from: createdAt, until: underWay ? null : (completedAt ?? createdAt) };
    });
}

async function each<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}
