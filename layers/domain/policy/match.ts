import type { Anomaly } from '../anomaly/anomaly.ts';
import { derivedId } from '../id.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Cause } from '../remediation/action.ts';
import type { Service } from '../service/service.ts';
import { type Condition, metricsOf, needsAnomaly, readCondition } from './condition.ts';
import { evaluate, type Facts, type Truth } from './evaluate.ts';
import type { Policy } from './policy.ts';

/** A policy whose condition was judged for one service. */
export interface Judgement {
  policy: Policy;
  service: Service;
  truth: Truth;
  /** the anomaly that the condition speaks of; without one the policy needs an episode of its own */
  anomaly: Anomaly | null;
  metric: string | null;
  direction: 'up' | 'down';
}

/** The services that a policy looks after: the one that it names, those that its namespace owns, or all. */
export function targetsOf(policy: Policy, services: readonly Service[]): Service[] {
  if (policy.service !== null) return services.filter(({ name }) => name === policy.service);
  if (policy.namespace !== null) return services.filter((service) => owns(policy.namespace, service));
  return [...services];
}

/** A namespace owns the service of its own name and those that the configuration or a tag gives it. */
export const owns = (namespace: string | null, service: Service): boolean =>
  namespace === null || service.name === namespace || service.owner === namespace;

/** Judges a policy for each service that it looks after. Pure. */
export function judgePolicy(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (policy.trigger) return judgeTrigger(policy, services, facts);
  const { condition } = readCondition(policy.condition ?? '');
  if (!condition) return [];
  return targetsOf(policy, services).map((service) => {
    const truth = evaluate(condition, service.name, facts);
    const anomaly = needsAnomaly(condition) ? anomalyOf(condition, service.name, facts) : null;
    const metric = anomaly?.metric ?? comparedMetric(condition);
    return { policy, service, truth, anomaly, metric, direction: anomaly?.direction ?? badDirection(metric) };
  });
}

/** Several services in trouble at once: a count of distinct services, not of anomalies. */
function judgeTrigger(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (!policy.trigger) return [];
  const since = facts.now - policy.trigger.window_seconds;
  const opened = facts.anomalies.filter(
    ({ status, level, detected_at }) =>
      status === 'open' && level === 'page' && Date.parse(detected_at) / 1000 >= since,
  );
  const failing = [...new Set(opened.map(({ service }) => service))];
  const first = services.find(({ name }) => name === failing[0]);
  if (!first) return [];
  const anomaly = opened.find(({ service }) => service === first.name) ?? null;
  const truth: Truth = failing.length >= policy.trigger.threshold ? 'true' : 'false';
  return [
    { policy, service: first, truth, anomaly, metric: anomaly?.metric ?? null, direction: anomaly?.direction ?? 'up' },
  ];
}

function anomalyOf(condition: Condition, service: string, { anomalies }: Facts): Anomaly | null {
  for (const named of metricsOf(condition)) {
    const found = anomalies.find(
      (anomaly) =>
        anomaly.status === 'open' &&
        anomaly.service === (named.service ?? service) &&
        (named.metric === null || anomaly.metric === named.metric),
    );
    if (found) return found;
  }
  return null;
}

const comparedMetric = (condition: Condition): string | null => metricsOf(condition)[0]?.metric ?? null;
const badDirection = (metric: string | null): 'up' | 'down' =>
  metric !== null && metricDefinition(metric).bad === 'down' ? 'down' : 'up';

/** What an action of this judgement derives from. `since`: when the policy's own episode began, epoch seconds. */
export function causeOf({ policy, service, anomaly, metric, direction }: Judgement, since: number): Cause {
  if (anomaly) return { kind: 'anomaly', id: anomaly.id, metric, direction };
  return { kind: 'condition', id: derivedId('condition', policy.id, service.name, since), metric, direction };
}
