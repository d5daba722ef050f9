import type { Anomaly } from '../anomaly/anomaly.ts';
import { derivedId } from '../id.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Cause } from '../remediation/action.ts';
import { knownService } from '../service/name.ts';
import type { Service } from '../service/service.ts';
import { type Condition, namedIn, needsAnomaly, readCondition } from './condition.ts';
import { evaluate, type Facts, meant, type Truth } from './evaluate.ts';
import type { Policy } from './policy.ts';

/** A policy whose condition was judged for one service. */
export interface Judgement {
  policy: Policy;
  service: Service;
  /** what the policy's own episode is kept for: the service's name, or `*` where it is about several at once */
  scope: string;
  truth: Truth;
  /** the anomaly that the condition speaks of; without one the policy needs an episode of its own */
  anomaly: Anomaly | null;
  metric: string | null;
  direction: 'up' | 'down';
}

type Proof = Pick<Judgement, 'metric' | 'direction'>;

/** The services that a policy looks after: the one that it names, those that its namespace owns, or all. */
export function targetsOf(policy: Policy, services: readonly Service[]): Service[] {
  if (policy.service !== null) {
    const wanted = knownService(
      policy.service,
      services.map(({ name }) => name),
    );
    return services.filter(({ name }) => name === wanted);
  }
  if (policy.namespace !== null) return services.filter((service) => owns(policy.namespace, service, policy.services));
  return [...services];
}

/** A namespace owns the service of its own name, or instead those that its file gives it, and what the configuration or
 *  a tag gives it. */
export const owns = (namespace: string | null, service: Service, given: readonly string[] | null = null): boolean =>
  namespace === null || service.owner === namespace || (given ?? [namespace]).includes(service.name);

/** Judges a policy for each service that it looks after. Pure. */
export function judgePolicy(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (policy.trigger) return judgeTrigger(policy, services, facts);
  const { condition } = readCondition(policy.condition ?? '');
  if (!condition) return [];
  return targetsOf(policy, services).map((service) => {
    const truth = evaluate(condition, service.name, facts);
    const anomaly = needsAnomaly(condition) ? anomalyOf(condition, service.name, facts) : null;
    const { metric, direction } = anomaly ?? comparedIn(condition, service.name, facts);
    return { policy, service, scope: service.name, truth, anomaly, ...proofOf(policy, metric, direction) };
  });
}

/**
 * Several services in trouble at once: a count of distinct services, not of anomalies. It has an episode of its own,
 * for which of them failed first may change while they come and go.
 */
function judgeTrigger(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (!policy.trigger) return [];
  const since = facts.now - policy.trigger.window_seconds;
  const opened = facts.anomalies
    .filter(
      ({ status, level, kind, detected_at }) =>
        status === 'open' && level === 'page' && kind !== 'predicted_breach' && Date.parse(detected_at) / 1000 >= since,
    )
    .sort((a, b) => a.detected_at.localeCompare(b.detected_at) || a.id.localeCompare(b.id));
  const failing = new Set(opened.map(({ service }) => service));
  const first = opened.find((anomaly) => services.some(({ name }) => name === anomaly.service));
  const service = services.find(({ name }) => name === first?.service) ?? services[0];
  if (!service) return [];
  const truth: Truth = failing.size >= policy.trigger.threshold ? 'true' : 'false';
  const proof = proofOf(policy, first?.metric ?? null, first?.direction ?? 'up');
  return [{ policy, service, scope: '*', truth, anomaly: null, ...proof }];
}

function anomalyOf(condition: Condition, service: string, facts: Facts): Anomaly | null {
  for (const named of namedIn(condition)) {
    const found = named.kind === 'anomaly' ? meant(named, service, facts)[0] : undefined;
    if (found) return found;
  }
  return null;
}

/** The metric that made a condition hold, or will, and which way it goes then. */
function comparedIn(condition: Condition, service: string, facts: Facts): Proof {
  const named = namedIn(condition);
  const first = named.find((one) => evaluate(one, service, facts) === 'true') ?? named[0];
  const metric = first?.metric ?? null;
  if (first?.kind !== 'compare') return { metric, direction: badDirection(metric) };
  return { metric, direction: first.op.startsWith('<') ? 'down' : 'up' };
}

/** The metric whose return to health is the proof: what the policy names, otherwise what made it fire. */
function proofOf({ verify }: Policy, metric: string | null, direction: 'up' | 'down'): Proof {
  if (verify.metric === null || verify.metric === metric) return { metric, direction };
  return { metric: verify.metric, direction: badDirection(verify.metric) };
}

const badDirection = (metric: string | null): 'up' | 'down' =>
  metric !== null && metricDefinition(metric).bad === 'down' ? 'down' : 'up';

/** What an action of this judgement derives from. `since`: when the policy's own episode began, epoch seconds. */
export function causeOf({ policy, scope, anomaly, metric, direction }: Judgement, since: number): Cause {
  if (anomaly) return { kind: 'anomaly', id: anomaly.id, metric, direction };
  return { kind: 'condition', id: derivedId('condition', policy.id, scope, since), metric, direction };
}
