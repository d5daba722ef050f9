import type { Action } from '#domain/remediation/action.ts';
import type { Undo } from '#domain/remediation/approval.ts';
import { changed, newAction } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { ActionBusy, ActionDrift, ActionHeld, type ActionTools, type ActionType } from './actionType.ts';
import { afterwards, write } from './ladder.ts';
import { go, type Next } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { sendAlert } from './sendAlert.ts';

/** After so many executions an undo has a fault that another one does not mend, or is held for too long. */
const MOST_TRIES = 60;
const LOOK_AGAIN_SECONDS = 5;

/** An ended action holds the service under a name of its own: a later rung of its ladder may be at work. */
export const undoIntent = ({ id }: Pick<Action, 'id'>): string => `${id}.undo`;

/** Starts, or starts again, the execution that takes an ended action back. A repeat finds it running. */
export async function startUndo(action: Action, ports: RemediationPorts): Promise<boolean> {
  const asked = action.undo ?? leaseOver(action, ports);
  const name = (tries: number) => `${action.id}-undo${tries}`;
  const status = asked.tries === 0 ? undefined : await ports.workflow.status(name(asked.tries));
  if (status === 'running') return false;
  if (status === 'unknown') {
    await ports.workflow.start(name(asked.tries), action.id); // its starter died before it was started
    return true;
  }
  if (asked.tries >= MOST_TRIES) {
    await settle(action, { ...asked, state: 'refused' }, `it could not be taken back in ${MOST_TRIES} tries`, ports);
    return false;
  }
  const undo: Undo = { ...asked, tries: asked.tries + 1 };
  const marked = changed(action, `it is taken back: ${undo.reason}`, ports.clock.now(), { undo });
  if (!(await ports.actions.update(asked.tries === 0 ? marked : { ...marked, timeline: action.timeline })))
    return false;
  await ports.workflow.start(name(undo.tries), action.id);
  return true;
}

const leaseOver = ({ lease_until }: Action, { clock }: RemediationPorts): Undo => ({
  state: 'asked',
  by: 'lease',
  reason: `its lease was until ${lease_until}`,
  asked_at: toInstant(clock.now()),
  ended_at: null,
  tries: 0,
});

/**
 * Takes an ended action back, because its lease is over or a person wants it. Somebody's later change is not overwritten:
 * people are told instead. What a guard of the last moment holds is told once, and tried again by the next sweep.
 */
export async function undoLater(
  action: Action,
  type: ActionType,
  tools: ActionTools,
  ports: RemediationPorts,
): Promise<Next> {
  const undo = action.undo ?? leaseOver(action, ports);
  if (!type.undo || action.plan === null) {
    const why = `it cannot be taken back: ${type.withoutUndo ?? 'it has no plan'}`;
    return settle(action, { ...undo, state: 'refused' }, why, ports);
  }
  try {
    await type.undo(action.plan, tools);
  } catch (error) {
    if (error instanceof ActionDrift) {
      return settle(action, { ...undo, state: 'refused' }, `it was not taken back: ${error.message}`, ports);
    }
    await ports.reservations.unlockService(action.service, undoIntent(action));
    if (error instanceof ActionBusy) return go(action.id, 'wait', LOOK_AGAIN_SECONDS);
    if (!(error instanceof ActionHeld)) throw error;
    await tellHeldUndo(action, error.message, ports);
    return go(action.id, 'end');
  }
  return settle(action, { ...undo, state: 'done' }, `taken back: ${undo.reason}`, ports);
}

async function settle(action: Action, undo: Undo, what: string, ports: RemediationPorts): Promise<Next> {
  await ports.reservations.unlockService(action.service, undoIntent(action));
  const now = ports.clock.now();
  // what a lease gives back is as it was meant to be; what a person takes back was not
  const status = undo.state === 'done' && undo.by !== 'lease' ? ('rolled_back' as const) : action.status;
  if (undo.state === 'refused') await tell(action, `undo ${undo.tries}`, what, ports);
  const over = changed(action, what, now, { status, undo: { ...undo, ended_at: toInstant(now) } });
  return afterwards(await write(over, ports), ports);
}

/** Told once for each reason that somebody had to take it back. */
export const tellHeldUndo = (action: Action, why: string, ports: RemediationPorts): Promise<void> =>
  tell(action, 'undo held', `it should be taken back and is not: ${why}. It is tried again each minute`, ports);

async function tell(action: Action, once: string, what: string, ports: RemediationPorts): Promise<void> {
  const alert = newAction(
    {
      policy: null,
      service: action.service,
      cause: { ...action.cause, id: `${action.id} ${once}` },
      rung: 0,
      attempt: 1,
      what: { type: 'alert', parameters: { severity: 'critical' } },
      reason: `${action.type} of ${action.service}: ${what}`,
      requestedBy: 'engine',
    },
    [],
    ports.clock.now(),
  );
  await sendAlert(alert, ports);
}
