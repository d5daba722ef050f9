import type { Configuration } from '../configuration/configuration.ts';
import { canonicalMetric, type MetricDefinition, metricDefinition } from '../metric/catalogue.ts';
import { conditionOf, namedIn, needsAnomaly, type WindowCondition } from '../policy/condition.ts';
import { targetsOf } from '../policy/match.ts';
import type { Policy } from '../policy/policy.ts';
import { canonicalService, knownService } from '../service/name.ts';
import type { Service } from '../service/service.ts';

/** What a series must not reach, in the metric's own unit, and who says so. */
export interface Limit {
  value: number;
  direction: 'up' | 'down';
  from: 'request' | 'policy' | 'configuration' | 'catalogue';
  /** the policy's id, where one says so */
  policy: string | null;
}

export interface LimitSources {
  policies: readonly Policy[];
  limits: Configuration['limits'];
  services: readonly Service[];
}

/**
 * The limit of a series: the strictest that an enabled policy names, else what `forestall.yml` says (`service.metric`
 * before `metric`), else the catalogue's natural one; null where nobody names one. Pure.
 */
export function limitOf(service: Service, metric: string, { policies, limits, services }: LimitSources): Limit | null {
  const definition = metricDefinition(metric);
  const direction = definition.bad === 'down' ? 'down' : 'up';
  const named = policies
    .filter(({ enabled }) => enabled)
    .flatMap((policy) =>
      thresholdsOf(policy, service, metric, services).map((value) => ({ value, policy: policy.id })),
    );
  const strictest = named.sort((a, b) => (direction === 'up' ? a.value - b.value : b.value - a.value))[0];
  if (strictest) return { ...strictest, direction, from: 'policy' };
  const configured = configuredLimit(limits, service.name, metric);
  if (configured !== undefined) return { value: configured, direction, from: 'configuration', policy: null };
  if (definition.limit === null) return null;
  return { value: definition.limit, direction, from: 'catalogue', policy: null };
}

/** A threshold that a request gives. Where both ways may be bad it is the one that lies before the series. */
export function givenLimit(value: number, { bad }: MetricDefinition, current: number | null): Limit {
  const below = bad === 'down' || (bad === 'both' && current !== null && value < current);
  return { value, direction: below ? 'down' : 'up', from: 'request', policy: null };
}

/**
 * The values that a policy compares this series with, or its forecast, towards what is bad. A comparison beside an anomaly
 * is no limit: it says which trouble it is (`anomaly(cpu_usage) and cpu_usage > 40`), not where trouble begins.
 */
function thresholdsOf(policy: Policy, service: Service, metric: string, services: readonly Service[]): number[] {
  const condition = conditionOf(policy.condition);
  if (condition === undefined) return [];
  const limiting = namedIn(condition).filter(({ kind }) => kind === 'forecast' || !needsAnomaly(condition));
  const own = targetsOf(policy, services).some(({ name }) => name === service.name);
  const wanted = metricDefinition(metric).bad === 'down' ? '<' : '>';
  return limiting.flatMap((part) => {
    const bounds = part.kind === 'compare' || part.kind === 'forecast' || (part.kind === 'window' && isLevel(part));
    if (!bounds || part.metric !== metric || !part.op.startsWith(wanted)) return [];
    const here = part.service === null ? own : knownService(part.service, [service.name]) === service.name;
    return here ? [part.value] : [];
  });
}

/** A mean or a peak is compared with what the metric should not reach; how fast it changes is not. */
const isLevel = ({ of }: WindowCondition): boolean => of !== 'rate' && of !== 'delta';

/** A limit is named `metric` or `service.metric`, a metric by any of its names; a service's name may hold dots. */
function configuredLimit(limits: Configuration['limits'], service: string, metric: string): number | undefined {
  let general: number | undefined;
  for (const [key, value] of Object.entries(limits)) {
    const dot = key.lastIndexOf('.');
    if (canonicalMetric(key.slice(dot + 1)) !== metric) continue;
    if (dot === -1) general = value;
    else if (knownService(canonicalService(key.slice(0, dot)), [service]) === service) return value;
  }
  return general;
}
