import type { Anomaly } from '../anomaly/anomaly.ts';
import { derivedId } from '../id.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Cause } from '../remediation/action.ts';
import { knownService } from '../service/name.ts';
import type { Service } from '../service/service.ts';
import {
  type Condition,
  conditionOf,
  type ForecastCondition,
  isForeseen,
  type Named,
  namedIn,
  needsAnomaly,
} from './condition.ts';
import { whyUnknown } from './conditionUnknown.ts';
import { evaluate, type Facts, forecastAt, meant, objectiveOf, serviceOf, type Truth } from './evaluate.ts';
import type { Policy } from './policy.ts';

/** A policy whose condition was judged for one service. */
export interface Judgement {
  policy: Policy;
  service: Service;
  /** what the policy's own episode is kept for: the service's name, or `*` where it is about several at once */
  scope: string;
  truth: Truth;
  /** where it is unknown: what data is missing, one sentence each */
  missing?: readonly string[];
  /** the anomaly that the condition speaks of, or the breach that it foresees; without one the policy needs an episode of
   *  its own */
  anomaly: Anomaly | null;
  metric: string | null;
  direction: 'up' | 'down';
  /** when the forecast was made that made it hold, epoch seconds; null where none did, and something is wrong now */
  foreseen: number | null;
  /** the services in trouble, where it is about several at once */
  failing?: string[];
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
 *  a tag gives it; a file takes nothing that these give to another. */
export const owns = (
  namespace: string | null,
  { name, owner }: Pick<Service, 'name' | 'owner'>,
  given: readonly string[] | null = null,
): boolean => {
  if (namespace === null || owner === namespace) return true;
  return (given ?? [namespace]).includes(name) && (owner === null || name === namespace);
};

/** Judges a policy for each service that it looks after. Pure. */
export function judgePolicy(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (policy.trigger) return judgeTrigger(policy, services, facts);
  const condition = conditionOf(policy.condition);
  if (!condition) return [];
  const known = { ...facts, services: facts.services ?? services };
  return targetsOf(policy, services).map((service) => {
    const truth = evaluate(condition, service.name, known);
    const named = needsAnomaly(condition) ? anomalyOf(condition, service.name, known) : null;
    const reason = named ? undefined : reasonIn(condition, service.name, known);
    const foreseen = reason && isForeseen(reason) ? foreseenAt(reason, service.name, known) : null;
    const anomaly = reason?.kind === 'forecast' ? breachOf(reason, service.name, known) : named;
    const { metric, direction } = named ?? comparedIn(reason, known);
    const missing = truth === 'unknown' ? { missing: whyUnknown(condition, service.name, known) } : {};
    const proof = proofOf(policy, metric, direction);
    return { policy, service, scope: service.name, truth, ...missing, anomaly, foreseen, ...proof };
  });
}

/**
 * Several services in trouble at once: a count of distinct services, not of anomalies. It has an episode of its own,
 * for which of them failed first may change while they come and go.
 */
function judgeTrigger(policy: Policy, services: readonly Service[], facts: Facts): Judgement[] {
  if (!policy.trigger) return [];
  const since = facts.now - policy.trigger.window_seconds;
  const watched = new Set(services.map(({ name }) => name)); // another system tells of others too
  const opened = facts.anomalies
    .filter(
      ({ status, level, kind, detected_at, service }) =>
        status === 'open' &&
        level === 'page' &&
        kind !== 'predicted_breach' &&
        watched.has(service) &&
        Date.parse(detected_at) / 1000 >= since,
    )
    .sort((a, b) => a.detected_at.localeCompare(b.detected_at) || a.id.localeCompare(b.id));
  const failing = new Set(opened.map(({ service }) => service));
  const service = feltAt(failing, services) ?? services[0];
  if (!service) return [];
  const first = opened.find((anomaly) => anomaly.service === service.name);
  const truth: Truth = failing.size >= policy.trigger.threshold ? 'true' : 'false';
  const proof = proofOf(policy, first?.metric ?? null, first?.direction ?? 'up');
  // a team's policy acts on its own service alone: what fails elsewhere is nothing that it could open breakers towards
  const told = policy.namespace === null ? { failing: [...failing] } : {};
  return [{ policy, service, scope: '*', truth, anomaly: null, foreseen: null, ...told, ...proof }];
}

/** Where several failing services are felt: at the first that no other of them calls. A breaker or a limit helps the
 *  caller, not what it calls, so that it is judged there. */
function feltAt(failing: ReadonlySet<string>, services: readonly Service[]): Service | undefined {
  const known = [...failing].flatMap((name) => services.filter((service) => service.name === name));
  const called = new Set(known.flatMap(({ name, depends_on }) => depends_on.filter((one) => one !== name)));
  return known.find(({ name }) => !called.has(name)) ?? known[0];
}

function anomalyOf(condition: Condition, service: string, facts: Facts): Anomaly | null {
  for (const named of namedIn(condition)) {
    const found = named.kind === 'anomaly' ? meant(named, service, facts)[0] : undefined;
    if (found) return found;
  }
  return null;
}

/** What made a condition hold, or will. */
function reasonIn(condition: Condition, service: string, facts: Facts): Named | undefined {
  const named = namedIn(condition);
  return named.find((one) => evaluate(one, service, facts) === 'true') ?? named[0];
}

/** The metric that made a condition hold, and which way it goes then. */
function comparedIn(reason: Named | undefined, facts: Facts): Proof {
  switch (reason?.kind) {
    case 'compare':
    case 'forecast':
    case 'window':
      return { metric: reason.metric, direction: reason.op.startsWith('<') ? 'down' : 'up' };
    case 'count':
      return comparedIn(namedIn(reason.where)[0], facts);
    default: {
      const metric = reason?.kind === 'burn_rate' ? objectiveOf(reason.slo, facts)?.metric : reason?.metric;
      return { metric: metric ?? null, direction: badDirection(metric ?? null) };
    }
  }
}

/** When the oldest forecast was made that such a reason stands on, epoch seconds. */
function foreseenAt(reason: Named, service: string, facts: Facts): number {
  if (reason.kind === 'forecast') return forecastAt(reason, service, facts);
  if (reason.kind !== 'count') return facts.now;
  const counted = (facts.services ?? []).filter(({ name }) => evaluate(reason.where, name, facts) === 'true');
  const made = counted.flatMap(({ name }) => namedIn(reason.where).map((inner) => foreseenAt(inner, name, facts)));
  return Math.min(facts.now, ...made);
}

/** The breach of that series that is foreseen and told already. */
function breachOf({ service, metric, op }: ForecastCondition, judged: string, facts: Facts): Anomaly | null {
  const of = serviceOf(service, judged, facts);
  const direction = op.startsWith('<') ? 'down' : 'up';
  return (
    facts.anomalies.find(
      (one) => isBreach(one) && one.service === of && one.metric === metric && one.direction === direction,
    ) ?? null
  );
}

const isBreach = ({ kind, status }: Anomaly): boolean => kind === 'predicted_breach' && status === 'open';

/** The metric whose return to health is the proof: what the policy names, otherwise what made it fire. */
function proofOf({ verify }: Policy, metric: string | null, direction: 'up' | 'down'): Proof {
  if (verify.metric === null || verify.metric === metric) return { metric, direction };
  return { metric: verify.metric, direction: badDirection(verify.metric) };
}

const badDirection = (metric: string | null): 'up' | 'down' =>
  metric !== null && metricDefinition(metric).bad === 'down' ? 'down' : 'up';

/** What an action of this judgement derives from. `since`: when the policy's own episode began, epoch seconds. */
export function causeOf(
  { policy, scope, anomaly, metric, direction, foreseen, failing }: Judgement,
  since: number,
): Cause {
  const id = anomaly?.id ?? derivedId('condition', policy.id, scope, since);
  const kind = foreseen !== null ? 'forecast' : anomaly ? 'anomaly' : 'condition';
  return { kind, id, metric, direction, ...(failing ? { failing } : {}) };
}
