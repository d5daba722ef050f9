import { metricDefinition } from '../metric/catalogue.ts';
import { owns } from '../policy/match.ts';
import type { Policy } from '../policy/policy.ts';
import type { Service } from '../service/service.ts';
import type { Action, GuardName, GuardResult } from './action.ts';

/** Something that was to be read and could not be: its error's name. What cannot be read refuses. */
export interface Unreadable {
  unreadable: string;
}

/** All that the guards look at before anything is reserved. */
export interface GuardFacts {
  kill: { enabled: boolean; reason: string } | Unreadable;
  policy: Policy | null;
  service: Service;
  /** the action's type is registered */
  available: boolean;
  /** whether the type changes anything: breaker, limiter and alert remain when too many are unhealthy */
  changes: boolean;
  deploying: boolean | Unreadable;
  /** services with an open `page` anomaly and no unhealthy dependency, and how many are watched */
  unhealthy: readonly string[];
  watched: number;
  /** what the service calls and is in trouble itself: open `page` anomalies */
  sickDependencies: readonly string[];
  /** the metric that made the action necessary */
  metric: string | null;
  /** an anomaly is the cause, and its metric is back already: the episode is open only until calm is proven */
  recovered: boolean;
  /** ended actions of this policy on this service, newest first */
  past: readonly Action[];
}

/** At least three, and more than half: then something larger is wrong than a restart repairs. */
const TOO_MANY = 3;
/** After so many outcomes in a row that did not help, the policy stops acting on that target. */
const GIVE_UP_AFTER = 3;

type Guard = (facts: GuardFacts) => GuardResult;
const result = (guard: GuardName, passed: boolean, reason: string): GuardResult => ({ guard, passed, reason });

const killSwitch: Guard = ({ kill }) => {
  if ('unreadable' in kill)
    return result('kill_switch', false, `the kill switch cannot be read (${kill.unreadable}), so nothing is done`);
  return result('kill_switch', kill.enabled, kill.enabled ? 'the engine is on' : `switched off: ${kill.reason}`);
};
const policyEnabled: Guard = ({ policy }) =>
  result('policy_enabled', policy?.enabled ?? true, policy?.enabled === false ? 'the policy is disabled' : 'enabled');
const namespaceOwns: Guard = ({ policy, service }) => {
  const owned = policy === null || owns(policy.namespace, service, policy.services);
  return result(
    'namespace_owns_service',
    owned,
    owned ? 'its own service' : `${policy?.namespace} does not own ${service.name}`,
  );
};
const notProtected: Guard = ({ service }) =>
  result('service_protected', !service.protected, service.protected ? `${service.name} is protected` : 'not protected');
const notDeploying: Guard = ({ deploying, service, changes }) => {
  if (!changes || deploying === false) return result('deploying', true, 'no deployment is under way');
  const reason =
    deploying === true
      ? `a deployment of ${service.name} is under way`
      : `whether ${service.name} is being deployed cannot be read (${deploying.unreadable}), so nothing is done`;
  return result('deploying', false, reason);
};
/** What a policy demands and this version cannot judge keeps it from acting: it was written to keep it from acting. */
const demands = ({ policy, changes }: GuardFacts, guard: 'windows' | 'approval'): boolean => {
  const { guards } = policy?.written ?? {};
  return changes && typeof guards === 'object' && guards !== null && guard in guards;
};
const inWindow: Guard = (facts) =>
  demands(facts, 'windows')
    ? result('maintenance_window', false, 'the policy has windows, which are not available in this version')
    : result('maintenance_window', true, 'the policy has no windows');
const approved: Guard = (facts) =>
  demands(facts, 'approval')
    ? result('approval', false, 'the policy wants an approval, which is not available in this version')
    : result('approval', true, 'no approval is wanted');
/** Restarts put new before old, or take one task at a time; scaling in keeps what its bounds say. */
const oneOut: Guard = () => result('blast_radius', true, 'at most one task is out of service at a time');
/** A person who changes the policy, or switches it off and on, begins the count anew. */
const notGivenUp: Guard = ({ past, policy, service }) => {
  const since = policy?.updated_at ?? '';
  const last = past
    .filter(({ verdict, created_at }) => verdict !== null && created_at >= since)
    .slice(0, GIVE_UP_AFTER);
  const gaveUp = last.length === GIVE_UP_AFTER && last.every(({ verdict }) => verdict !== 'helped');
  const reason = `${policy?.name ?? 'it'} did not help ${service.name} ${GIVE_UP_AFTER} times in a row: a person should look`;
  return result('cooldown', !gaveUp, gaveUp ? reason : 'not given up');
};
const notTooMany: Guard = ({ unhealthy, watched, changes }) => {
  const many = unhealthy.length >= TOO_MANY && unhealthy.length > watched / 2;
  const reason = many
    ? `${unhealthy.length} of ${watched} services are unhealthy at once: a person should look`
    : `${unhealthy.length} of ${watched} services are unhealthy`;
  return result('too_many_unhealthy', !(many && changes), reason);
};
/** What users feel of a service (latency, errors) is what it calls, while that is in trouble: repair the callee first. */
const dependencyHealthy: Guard = ({ sickDependencies, metric, policy, service, changes }) => {
  const felt = metric !== null && metricDefinition(metric).felt_by === 'users';
  const holds = changes && policy !== null && felt && sickDependencies.length > 0;
  const reason = holds
    ? `${sickDependencies.join(' and ')}, which ${service.name} calls, is in trouble: that shows in ${metric}`
    : 'no trouble of what it calls';
  return result('dependency_healthy', !holds, reason);
};
/** What heals by itself needs no repair, and one that came late would be praised for it. */
const stillNeeded: Guard = ({ recovered, metric, policy, changes }) => {
  const holds = changes && policy !== null && recovered;
  return result('still_needed', !holds, holds ? `${metric} is back by itself` : 'the trouble lasts');
};
const autonomous: Guard = ({ policy }) => {
  const autonomy = policy?.autonomy ?? 'auto';
  const reasons = {
    auto: 'may act by itself',
    observe: 'the policy only observes',
    suggest: 'the policy only suggests: approval is not available yet',
    earn: 'the policy has not earned to act by itself',
  };
  return result('autonomy', autonomy === 'auto', reasons[autonomy]);
};
const consented: Guard = ({ service, changes }) => {
  const held = changes && !service.may_act;
  return result('consent', !held, held ? `${service.name} does not carry the tag forestall:act` : 'may be changed');
};
const isAvailable: Guard = ({ available }) =>
  result(
    'available',
    available,
    available ? 'the action type is there' : 'not available: this version has no such action type',
  );

/** In the order of the contract; cooldown, budget and lock are reserved after these, each with its own result. */
const guards: readonly Guard[] = [
  killSwitch,
  policyEnabled,
  namespaceOwns,
  notProtected,
  notDeploying,
  inWindow,
  notGivenUp,
  oneOut,
  notTooMany,
  dependencyHealthy,
  stillNeeded,
  autonomous,
  approved,
  consented,
  isAvailable,
];

/** Asks every guard, also after one that held, so that a person sees all that stands in the way. Pure. */
export const judgeGuards = (facts: GuardFacts): GuardResult[] => guards.map((guard) => guard(facts));

export const allPassed = (results: readonly GuardResult[]): boolean => results.every(({ passed }) => passed);
