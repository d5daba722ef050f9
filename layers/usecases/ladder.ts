import type { Policy } from '#domain/policy/policy.ts';
import type { Action, Verdict } from '#domain/remediation/action.ts';
import { allPassed } from '#domain/remediation/guards.ts';
import { changed, newAction } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { sendAlert } from './considerPolicies.ts';
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

/** Ends an action with what came of it. */
export function ended(
  action: Action,
  status: 'succeeded' | 'failed' | 'rolled_back' | 'escalated',
  verdict: Verdict | null,
  reason: string,
  now: number,
): Action {
  return changed(action, reason, now, {
    status,
    verdict,
    verdict_reason: reason,
    ended_at: toInstant(now),
    after: action.readings.at(-1) ?? null,
  });
}

/** Lets go of the service, so that the next repair may begin. */
export const release = (
  { service, ladder }: Action,
  { reservations }: Pick<RemediationPorts, 'reservations'>,
): Promise<void> => reservations.unlockService(service, ladder);

/** After a rung that did not help: the next one, or, where there is none, a person. The rung has ended before. */
export async function climb(action: Action, ports: RemediationPorts): Promise<Next> {
  const policy = action.policy_id === null ? undefined : await ports.policies.get(action.policy_id);
  const what = policy?.ladder[action.rung + 1];
  if (!policy || !what) return escalate(action, policy, ports);
  const next = newAction(
    {
      policy,
      service: action.service,
      cause: action.cause,
      rung: action.rung + 1,
      attempt: action.attempt,
      what,
      reason: `${action.type} did not help`,
      requestedBy: action.requested_by,
      ladder: action.ladder,
    },
    await ports.latest.of([action.service]),
    ports.clock.now(),
  );
  if (!ports.types.has(next.type)) {
    const guards = [
      { guard: 'available' as const, passed: false, reason: 'not available: this version has no such action type' },
    ];
    await ports.actions.hold({ ...next, guards });
    return escalate(action, policy, ports);
  }
  const guards = await reserveRung(next, policy, ports);
  if (!allPassed(guards)) {
    await ports.actions.hold({ ...next, guards });
    return escalate(action, policy, ports);
  }
  const at = toInstant(ports.clock.now());
  const claimed = changed({ ...next, guards }, 'next rung, claimed', ports.clock.now(), {
    status: 'started',
    execution: action.execution,
    started_at: at,
  });
  const { action: taken } = await ports.actions.claim(claimed);
  return go(taken.id, 'admit');
}

/** Tells people, by what the policy says for this case or an alert of its own, and lets go of the service. */
export async function escalate(action: Action, policy: Policy | undefined, ports: RemediationPorts): Promise<Next> {
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
  await release(action, ports);
  return go(action.id, 'end');
}
