import type { Policy } from '#domain/policy/policy.ts';
import { type Action, endedStatuses, type GuardResult, type Verdict } from '#domain/remediation/action.ts';
import { allPassed, judgeGuards } from '#domain/remediation/guards.ts';
import { changed, newAction } from '#domain/remediation/newAction.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toInstant } from '#domain/time.ts';
import { sendAlert } from './considerPolicies.ts';
import { guardFacts } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { reserveRung } from './reserve.ts';

/** What the state machine does next with which action. Its Choice state routes on `next`. */
export interface Next {
  id: string;
  next: 'admit' | 'act' | 'wait' | 'verify' | 'undo' | 'finish' | 'end';
  wait_seconds: number;
}

export const go = (id: string, next: Next['next'], wait_seconds = 0): Next => ({ id, next, wait_seconds });

/** Writes an action's change. Throws when another worker changed it meanwhile: the task is tried again and reads anew. */
export async function write(action: Action, { actions }: Pick<RemediationPorts, 'actions'>): Promise<Action> {
  if (!(await actions.update(action))) throw new Error(`${action.id} was changed by another worker meanwhile`);
  return action;
}

export async function read(id: string, { actions }: Pick<RemediationPorts, 'actions'>): Promise<Action> {
  const action = await actions.get(id);
  if (!action) throw new Error(`there is no action ${id}`);
  return action;
}

export const policyOf = async ({ policy_id }: Action, { policies }: RemediationPorts): Promise<Policy | undefined> =>
  policy_id === null ? undefined : policies.get(policy_id);

/** Over: it ended, or was never claimed (a claim that was lost); a task has nothing to do with it. */
export const isOver = ({ status }: Action): boolean => status === 'held' || endedStatuses.includes(status);

/** Where a workflow goes whose action is over: to the next rung, when it claimed that and lost the answer to the end. */
export async function afterwards(action: Action, { actions }: RemediationPorts): Promise<Next> {
  const { id, policy_id, cause, verdict, ladder, rung, execution } = action;
  if (policy_id === null || verdict !== 'no_effect') return go(id, 'end');
  const next = (await actions.ofCause(policy_id, cause.id)).find(
    (one) => one.ladder === ladder && one.rung === rung + 1 && one.execution === execution && !isOver(one),
  );
  return next ? go(next.id, 'admit') : go(id, 'end');
}

export type EndStatus = 'succeeded' | 'failed' | 'rolled_back' | 'escalated';

/**
 * Gives an action its verdict and ends it. The verdict is written first, then follows what it asks for (each step finds
 * itself done when it is repeated), and the end is written last: a crash in between leaves an action that has not ended,
 * which is picked up and concluded again.
 */
export async function conclude(
  action: Action,
  { verdict, reason }: { verdict: Verdict | null; reason: string },
  ports: RemediationPorts,
): Promise<Next> {
  const after = action.readings.at(-1) ?? null;
  const change = { verdict, verdict_reason: reason, after };
  return followUp(await write(changed(action, reason, ports.clock.now(), change), ports), ports);
}

/** What follows from a verdict that was written: nothing more, harm taken back, the next rung, or a person. */
export async function followUp(action: Action, ports: RemediationPorts): Promise<Next> {
  if (action.verdict === 'worse') return go(action.id, 'undo');
  if (statusAfter(action) === 'succeeded') return end(action, 'succeeded', ports);
  const policy = await policyOf(action, ports);
  if (action.verdict === 'no_effect') {
    const next = await nextRung(action, policy, ports);
    if (next) {
      await write(over(action, 'failed', ports), ports);
      return next;
    }
    const takesBack = policy?.on_failure.some(({ type }) => type === 'rollback');
    if (takesBack && action.acted_at !== null) return go(action.id, 'undo');
  }
  return escalate(action, 'failed', policy, ports);
}

/** What a person asked for without naming a metric was done, and nothing can prove that it helped. */
const statusAfter = ({ verdict, cause }: Action): EndStatus =>
  verdict === 'helped' || (verdict === 'inconclusive' && cause.kind === 'manual' && cause.metric === null)
    ? 'succeeded'
    : 'failed';

/** Tells people, by what the policy says for this case or an alert of its own, and ends. */
export async function escalate(
  action: Action,
  status: EndStatus,
  policy: Policy | undefined,
  ports: RemediationPorts,
): Promise<Next> {
  const told = policy?.on_failure.filter(({ type }) => type === 'alert') ?? [];
  const alerts = told.length > 0 ? told : [{ type: 'alert', parameters: { severity: 'critical' } }];
  for (const [index, what] of alerts.entries()) {
    const alert = newAction(
      {
        policy: policy ?? null,
        service: action.service,
        cause: { ...action.cause, id: action.id },
        rung: index,
        attempt: action.attempt,
        what,
        reason: `${action.type} of ${action.service}: ${action.verdict_reason ?? action.status}`,
        requestedBy: action.requested_by,
      },
      [],
      ports.clock.now(),
    );
    await sendAlert(alert, ports);
  }
  return end(action, status, ports);
}

/** Lets go of the service, so that the next repair may begin, and ends. */
async function end(action: Action, status: EndStatus, ports: RemediationPorts): Promise<Next> {
  await ports.reservations.unlockService(action.service, action.ladder);
  await write(over(action, status, ports), ports);
  return go(action.id, 'end');
}

const over = (action: Action, status: EndStatus, { clock }: RemediationPorts): Action =>
  changed(action, `ended: ${status}`, clock.now(), { status, ended_at: toInstant(clock.now()) });

/** The ladder's next rung, claimed; nothing where there is none or a guard holds it, which is recorded. */
async function nextRung(
  action: Action,
  policy: Policy | undefined,
  ports: RemediationPorts,
): Promise<Next | undefined> {
  const what = policy?.ladder[action.rung + 1];
  if (!policy || !what || policy.trigger !== null) return undefined;
  const latest = await ports.latest.of([action.service]);
  const reason = `${action.type} did not help`;
  const { service, cause, attempt, ladder, requested_by } = action;
  const rung = action.rung + 1;
  const intent = { policy, service, cause, rung, attempt, what, reason, requestedBy: requested_by, ladder };
  const next = newAction(intent, latest, ports.clock.now());
  const guards = await guardsOf(next, policy, latest, ports);
  if (!allPassed(guards)) {
    await ports.actions.hold({ ...next, guards });
    return undefined;
  }
  const claimed = changed({ ...next, guards }, 'next rung, claimed', ports.clock.now(), {
    status: 'started',
    execution: action.execution,
    started_at: toInstant(ports.clock.now()),
  });
  const { action: taken } = await ports.actions.claim(claimed);
  // claimed before a crash, and picked up by an execution of its own since: that one carries it
  return taken.execution === action.execution ? go(taken.id, 'admit') : go(action.id, 'end');
}

/** A rung is an action like any other: every guard is asked again, but those that its ladder has passed for all of it. */
async function guardsOf(
  next: Action,
  policy: Policy,
  latest: readonly LatestValue[],
  ports: RemediationPorts,
): Promise<GuardResult[]> {
  const [services, anomalies] = await Promise.all([ports.services.all(), ports.anomalies.open()]);
  const service = services.find(({ name }) => name === next.service);
  if (!service) {
    const reason = `${next.service} is not watched any more`;
    return [{ guard: 'namespace_owns_service', passed: false, reason }];
  }
  const past = await ports.actions.ofTarget(policy.id, service.name);
  const facts = await guardFacts({ action: next, past, policy, service }, { services, anomalies, latest }, ports);
  const judged = judgeGuards(facts);
  return allPassed(judged) ? [...judged, ...(await reserveRung(next, policy, ports))] : judged;
}
