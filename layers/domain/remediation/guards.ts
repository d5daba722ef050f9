import type { Severity } from '../anomaly/anomaly.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Silence } from '../notice/silence.ts';
import { owns } from '../policy/match.ts';
import type { Policy } from '../policy/policy.ts';
import type { Service } from '../service/service.ts';
import { type Action, type Cause, GuardName, type GuardResult } from './action.ts';
import type { Approval } from './approval.ts';
import { approvalFor } from './approvalFor.ts';
import type { AutonomyNow } from './autonomy.ts';
import { judgeSilences, judgeWindows } from './windows.ts';

/** Something that was to be read and could not be: its error's name. What cannot be read refuses. */
export interface Unreadable {
  unreadable: string;
}

/** All that the guards look at before anything is reserved. */
export interface GuardFacts {
  kill: { enabled: boolean; reason: string } | Unreadable;
  policy: Policy | null;
  service: Service;
  /** all that are kept, whether they last or not */
  silences: readonly Silence[] | Unreadable;
  /** the action's type */
  type: string;
  /** it is registered */
  available: boolean;
  /** whether the type changes anything: breaker, limiter and alert remain when too many are unhealthy */
  changes: boolean;
  deploying: boolean | Unreadable;
  /** it is about the deployment that is under way, or its policy's condition asks for one */
  duringDeployment: boolean;
  /** the service's tasks, where it has any */
  tasks: { desired: number; running: number } | Unreadable | null;
  /** how many tasks it takes out of service at the same time */
  takesOut: number;
  /** the share of running tasks that may be out at the same time, 0–1 */
  blastRadius: number;
  /** what the policy may do by itself now; null: a person asks */
  autonomy: Pick<AutonomyNow, 'level' | 'reason'> | Unreadable | null;
  /** of its cause; null where that is not known */
  severity: Severity | null;
  /** the state of the approval, where a person was asked already */
  approval: Approval['state'] | null;
  /** services with an open `page` anomaly and no unhealthy dependency, and how many are watched */
  unhealthy: readonly string[];
  watched: number;
  /** what the service calls and is in trouble itself: open `page` anomalies */
  sickDependencies: readonly string[];
  cause: Cause;
  /** epoch seconds */
  now: number;
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
const notDeploying: Guard = ({ deploying, service, changes, duringDeployment }) => {
  if (duringDeployment) return result('deploying', true, 'it is about the deployment');
  if (!changes || deploying === false) return result('deploying', true, 'no deployment is under way');
  const reason =
    deploying === true
      ? `a deployment of ${service.name} is under way`
      : `whether ${service.name} is being deployed cannot be read (${deploying.unreadable}), so nothing is done`;
  return result('deploying', false, reason);
};
/** The policy's own windows, and those that people open by a silence: these hold what is done by itself, not what a
 *  person asks for. */
const inWindow: Guard = ({ policy, silences, service, severity, cause, type, now }) => {
  const own = judgeWindows(policy, now);
  if (policy === null || !own.passed) return result('maintenance_window', own.passed, own.reason);
  const opened = judgeSilences(silences, { service, severity, metric: cause.metric, type }, now);
  return result('maintenance_window', opened.passed, opened.passed ? own.reason : opened.reason);
};
/** Tasks that are out of service already count: what is half down is not taken down further. */
const withinRadius: Guard = ({ tasks, takesOut, blastRadius, service }) => {
  if (takesOut === 0) return result('blast_radius', true, 'it takes no task out of service');
  if (tasks === null) return result('blast_radius', true, `${service.name} has no tasks`);
  if ('unreadable' in tasks) {
    const reason = `how many tasks ${service.name} has cannot be read (${tasks.unreadable}), so nothing is done`;
    return result('blast_radius', false, reason);
  }
  const most = Math.max(1, Math.floor(tasks.running * blastRadius));
  const out = Math.max(0, tasks.desired - tasks.running);
  const reason = `${out} of ${tasks.desired} tasks are out of service, ${takesOut} more would be, and ${most} may be`;
  return result('blast_radius', out + takesOut <= most, reason);
};
/** The last outcomes of a policy that gave up on a service; undefined while it has not. A person who changes the policy, or
 *  switches it off and on, begins the count anew. */
export function gaveUp({ past, policy }: Pick<GuardFacts, 'past' | 'policy'>): readonly Action[] | undefined {
  const since = policy?.updated_at ?? '';
  const last = past
    .filter(({ verdict, created_at }) => verdict !== null && created_at >= since)
    .slice(0, GIVE_UP_AFTER);
  return last.length === GIVE_UP_AFTER && last.every(({ verdict }) => verdict !== 'helped') ? last : undefined;
}
const notGivenUp: Guard = (facts) => {
  const { policy, service } = facts;
  if (gaveUp(facts) === undefined) return result('cooldown', true, 'not given up');
  const reason = `${policy?.name ?? 'it'} did not help ${service.name} ${GIVE_UP_AFTER} times in a row: a person should look`;
  return result('cooldown', false, reason);
};
/** Whether so many services are unhealthy at once that something larger is wrong. */
export const tooMany = ({ unhealthy, watched }: Pick<GuardFacts, 'unhealthy' | 'watched'>): boolean =>
  unhealthy.length >= TOO_MANY && unhealthy.length > watched / 2;
const notTooMany: Guard = ({ unhealthy, watched, changes }) => {
  const many = tooMany({ unhealthy, watched });
  const reason = many
    ? `${unhealthy.length} of ${watched} services are unhealthy at once: a person should look`
    : `${unhealthy.length} of ${watched} services are unhealthy`;
  return result('too_many_unhealthy', !(many && changes), reason);
};
/** What users feel of a service (latency, errors) is what it calls, while that is in trouble: repair the callee first. */
const dependencyHealthy: Guard = ({ sickDependencies, cause, policy, service, changes }) => {
  const { metric } = cause;
  const felt = metric !== null && metricDefinition(metric).felt_by === 'users';
  const holds = changes && policy !== null && felt && sickDependencies.length > 0;
  const reason = holds
    ? `${sickDependencies.join(' and ')}, which ${service.name} calls, is in trouble: that shows in ${metric}`
    : 'no trouble of what it calls';
  return result('dependency_healthy', !holds, reason);
};
/** What heals by itself needs no repair, and one that came late would be praised for it. */
const stillNeeded: Guard = ({ recovered, cause, policy, changes }) => {
  const holds = changes && policy !== null && recovered;
  return result('still_needed', !holds, holds ? `${cause.metric} is back by itself` : 'the trouble lasts');
};
const autonomous: Guard = ({ autonomy }) => {
  if (autonomy === null) return result('autonomy', true, 'a person asks');
  if ('unreadable' in autonomy) {
    const reason = `what the policy may do by itself cannot be read (${autonomy.unreadable}), so nothing is done`;
    return result('autonomy', false, reason);
  }
  return result('autonomy', autonomy.level !== 'observe', autonomy.reason);
};
/** It passes where a person is still to be asked, for that comes last: what the other guards hold is nobody's question. */
const approvable: Guard = (facts) => {
  const { past, cause, approval } = facts;
  if (approval === 'approved') return result('approval', true, 'a person approved');
  const before = past.find((one) => one.cause.id === cause.id && one.approval !== null && unwanted(one.approval));
  if (before) return result('approval', false, `${before.id} was asked for the same cause: ${before.verdict_reason}`);
  const wanted = wantedApproval(facts);
  return result('approval', true, wanted ? `a person is asked: ${wanted.why}` : 'nobody needs to be asked');
};
const unwanted = ({ state }: Approval): boolean => state === 'rejected' || state === 'timed_out';

/** The approval that an action has to wait for; null where it has to wait for none. */
export function wantedApproval({ policy, autonomy, severity, approval }: GuardFacts): Approval | null {
  if (policy === null || autonomy === null || 'unreadable' in autonomy || approval === 'approved') return null;
  return approvalFor(policy, autonomy, severity);
}

const consented: Guard = ({ service }) =>
  result(
    'consent',
    service.may_act,
    service.may_act ? 'may be changed' : `${service.name} does not carry the tag forestall:act`,
  );
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
  withinRadius,
  notTooMany,
  dependencyHealthy,
  stillNeeded,
  autonomous,
  approvable,
  consented,
  isAvailable,
];

/** Asks every guard, also after one that held, so that a person sees all that stands in the way. Pure. */
export const judgeGuards = (facts: GuardFacts): GuardResult[] => guards.map((guard) => guard(facts));

/** Results in the order of the contract, whichever was asked first. */
export const inOrder = (results: readonly GuardResult[]): GuardResult[] =>
  results.toSorted((a, b) => order.indexOf(a.guard) - order.indexOf(b.guard));
const order: readonly GuardName[] = GuardName.options;

export const allPassed = (results: readonly GuardResult[]): boolean => results.every(({ passed }) => passed);
