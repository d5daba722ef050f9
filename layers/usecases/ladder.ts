import type { Policy } from '#domain/policy/policy.ts';
import { type Action, awaitsUndo, endedStatuses, type Verdict } from '#domain/remediation/action.ts';
import type { Approval } from '#domain/remediation/approval.ts';
import { changed, newAction } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { go, type Next } from './next.ts';
import { nextRung } from './nextRung.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { unspend } from './reserve.ts';
import { sendAlert } from './sendAlert.ts';

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

/** When an action that is over is to be taken back; never, where nobody wants that. */
export const undoDue = (action: Action, now: number): boolean =>
  awaitsUndo(action) && (action.undo?.state === 'asked' || Date.parse(action.lease_until ?? '') <= now * 1000);

/** Where a workflow goes whose action is over: it takes it back when that is due, or goes to the next rung, when it claimed
 *  that and lost the answer, or to the end. */
export async function afterwards(action: Action, { actions, clock }: RemediationPorts): Promise<Next> {
  if (undoDue(action, clock.now())) return go(action.id, 'undo');
  const { id, policy_id, cause, verdict, ladder, rung, execution } = action;
  if (policy_id === null || verdict !== 'no_effect') return go(id, 'end');
  const next = (await actions.ofCause(policy_id, cause.id)).find(
    (one) => one.ladder === ladder && one.rung === rung + 1 && one.execution === execution && !isOver(one),
  );
  return next ? go(next.id, 'admit') : go(id, 'end');
}

export type EndStatus = 'succeeded' | 'failed' | 'rolled_back' | 'escalated' | 'rejected';

/**
 * Gives an action its verdict and ends it. The verdict is written first, then follows what it asks for (each step finds
 * itself done when it is repeated), and the end is written last: a crash in between leaves an action that has not ended,
 * which is picked up and concluded again.
 */
export async function conclude(
  action: Action,
  { verdict, reason, recovered = null }: { verdict: Verdict | null; reason: string; recovered?: boolean | null },
  ports: RemediationPorts,
): Promise<Next> {
  const after = action.readings.at(-1) ?? null;
  const change = { verdict, verdict_reason: reason, after, recovered };
  return followUp(await write(changed(action, reason, ports.clock.now(), change), ports), ports);
}

/** What follows from a verdict that was written: nothing more, harm taken back, the next rung, or a person. */
export async function followUp(action: Action, ports: RemediationPorts): Promise<Next> {
  await noteOutcome(action, ports);
  if (action.verdict === 'worse' || action.undo?.state === 'asked') return go(action.id, 'undo');
  if (action.approval !== null && action.acted_at === null) return unapproved(action, action.approval, ports);
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

/** The record that autonomy rests on has each verdict once: before anything else may be done on the same grounds. */
async function noteOutcome(action: Action, { autonomy }: RemediationPorts): Promise<void> {
  const { id, policy_id, service, type, verdict, updated_at } = action;
  if (policy_id === null || verdict === null) return;
  await autonomy.note({ policyId: policy_id, service, type }, { action: id, verdict, at: updated_at });
}

/** What nobody approved was not done: it costs nothing, and nobody is woken for it but where they did not answer. */
async function unapproved(action: Action, { state, on_timeout }: Approval, ports: RemediationPorts): Promise<Next> {
  await unspend(action, ports);
  if (state === 'rejected' || (state === 'timed_out' && on_timeout === 'reject')) return end(action, 'rejected', ports);
  if (state === 'stale') return end(action, 'failed', ports); // who wanted to approve it was told
  const status = state === 'timed_out' ? 'escalated' : 'failed';
  return escalate(action, status, await policyOf(action, ports), ports);
}

/** What a person asked for without naming a metric was done, and nothing can prove that it helped; what came back by
 *  itself needs nobody. */
const statusAfter = ({ verdict, cause, recovered }: Action): EndStatus => {
  const unprovable = cause.kind === 'manual' && cause.metric === null;
  return verdict === 'helped' || (verdict === 'inconclusive' && (unprovable || recovered === true))
    ? 'succeeded'
    : 'failed';
};

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
export async function end(action: Action, status: EndStatus, ports: RemediationPorts): Promise<Next> {
  await ports.reservations.unlockService(action.service, action.ladder);
  await write(over(action, status, ports), ports);
  return go(action.id, 'end');
}

const over = (action: Action, status: EndStatus, { clock }: RemediationPorts): Action =>
  changed(action, `ended: ${status}`, clock.now(), { status, ended_at: toInstant(clock.now()) });
