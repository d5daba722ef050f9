import type { Action } from '#domain/remediation/action.ts';
import type { Approval } from '#domain/remediation/approval.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import { hashOf, judgedNow } from './awaitApproval.ts';
import { policyOf } from './ladder.ts';
import { mayChange } from './mayChange.ts';
import { go } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { planNow } from './runRemediation.ts';

export interface Decision {
  id: string;
  decision: 'approved' | 'rejected';
  /** key:<id> */
  by: string;
  note: string | null;
  /** of the plan that the person saw; null where they were not shown one */
  hash: string | null;
  /** the caller decides only about what these own; null: about all */
  namespaces: readonly string[] | null;
}
export type Decided =
  | { outcome: 'decided'; action: Action }
  | { outcome: 'unknown' }
  | { outcome: 'foreign'; service: string }
  /** too late, a second time, or about something else: nothing was changed by this decision */
  | { outcome: 'refused'; reason: string };

/**
 * A person's decision on one action. It is bound to the plan that they were asked about and to what that plan saw: where
 * either changed, the decision is refused, and a new plan is asked about. Of two decisions at once one counts. The
 * decision is written first; waking the execution may be repeated by the sweep.
 */
export async function decideApproval(wanted: Decision, ports: RemediationPorts): Promise<Decided> {
  const action = await ports.actions.get(wanted.id);
  if (!action) return { outcome: 'unknown' };
  if (!(await mayChange(wanted.namespaces, action.service, ports.services))) {
    return { outcome: 'foreign', service: action.service };
  }
  const { approval } = action;
  const late = whyLate(action, ports.clock.now());
  if (approval === null || late !== undefined)
    return { outcome: 'refused', reason: late ?? `${action.id} needs no approval` };
  if (wanted.hash !== null && wanted.hash !== approval.hash) {
    return {
      outcome: 'refused',
      reason: 'the plan that was decided about is not the one that is asked about: look again',
    };
  }
  if (wanted.decision === 'approved') {
    const stale = await whyStale(action, approval, ports);
    if (stale !== undefined) {
      await write(action, { ...approval, state: 'stale' }, stale, wanted, ports);
      return { outcome: 'refused', reason: `${stale}: it is asked about anew while its cause lasts` };
    }
    const held = await judgedNow(action, (await policyOf(action, ports)) ?? null, ports);
    if (held !== undefined) return { outcome: 'refused', reason: `it cannot be done now: ${held}` };
  }
  const what = `${wanted.decision} by ${wanted.by}${wanted.note ? `: ${wanted.note}` : ''}`;
  const decided = await write(action, { ...approval, state: wanted.decision }, what, wanted, ports);
  return decided
    ? { outcome: 'decided', action: decided }
    : { outcome: 'refused', reason: `somebody else decided at the same time: see ${action.id}` };
}

/** Why nobody decides on this action any more; undefined where it waits for a decision. */
function whyLate({ id, status, approval, verdict_reason }: Action, now: number): string | undefined {
  if (approval === null) return undefined;
  const { state, decided_by, decided_at, expires_at } = approval;
  if (state === 'approved' || state === 'rejected')
    return `${id} was ${state} by ${decided_by} at ${decided_at} already`;
  if (state === 'stale') return `the plan of ${id} is outdated`;
  if (state === 'timed_out') return `${id} waited until ${expires_at}, and nobody decided: it is too late`;
  if (status !== 'awaiting_approval') return `${id} does not wait for a decision: ${verdict_reason ?? status}`;
  if (expires_at !== null && toEpoch(expires_at) <= now) return `${id} waited until ${expires_at}: it is too late`;
  return undefined;
}

/** Plans again, without doing anything: what would be done now has to be what was asked about. */
async function whyStale(action: Action, { hash }: Approval, ports: RemediationPorts): Promise<string | undefined> {
  const planned = await planNow(action, ports);
  if ('stopped' in planned) return planned.stopped;
  if (planned.nothing !== undefined) return `there is nothing to do any more: ${planned.nothing}`;
  return hashOf(action, planned.plan) === hash ? undefined : 'what would be done changed since it was asked about';
}

async function write(
  action: Action,
  approval: Approval,
  what: string,
  { by, note }: Decision,
  ports: RemediationPorts,
): Promise<Action | undefined> {
  const now = ports.clock.now();
  const decided = { ...approval, decided_at: toInstant(now), decided_by: by, note };
  const next = changed(action, what, now, { approval: decided });
  if (!(await ports.actions.update(next))) return undefined;
  const token = await ports.approvals.read(action.id);
  if (token !== undefined) {
    await ports.workflow.answer(token, { ...go(action.id, 'admit') }).catch((error: unknown) => {
      ports.log.error('an execution was not woken: the sweep does it', { id: action.id, error });
    });
  }
  return next;
}
