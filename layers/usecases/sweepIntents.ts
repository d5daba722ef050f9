import type { Action } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { undoDue } from './ladder.ts';
import { go } from './next.ts';
import { endStorm } from './pageOnce.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { stop } from './runRemediation.ts';
import { launch } from './startRemediation.ts';
import { startUndo, tellHeldUndo } from './undoLater.ts';

/** A claim that nobody started after so long lost its starter; a fresh one is left to whoever made it. */
const ABANDONED_SECONDS = 30;
/** An action whose execution was lost so often has a fault that another one does not mend. */
const MOST_RESUMED = 5;

/**
 * Does what is due, and picks up what a crash left: claims that were not started, and executions that ended without their action having ended
 * (a region, or a restarted emulator, lost them). Run each minute; a repeat finds nothing to do.
 * @returns ids that were started again
 */
export async function sweepIntents(ports: RemediationPorts): Promise<string[]> {
  const again: string[] = [];
  const failed: unknown[] = [];
  const each = async (actions: readonly Action[], work: (action: Action) => Promise<boolean>) => {
    for (const action of actions) {
      try {
        if (await work(action)) again.push(action.id);
      } catch (error) {
        failed.push(error); // the others are picked up all the same
      }
    }
  };
  const isOld = ({ updated_at }: Action) => ports.clock.now() - Date.parse(updated_at) / 1000 >= ABANDONED_SECONDS;
  await each((await ports.actions.unfinished()).filter(isOld), (action) => pickUp(action, ports));
  const due = (await ports.actions.awaitingUndo()).filter((action) => undoDue(action, ports.clock.now()));
  await each(due, (action) => takeBack(action, ports));
  await endStorm(ports).catch((error: unknown) => failed.push(error));
  if (again.length > 0) ports.log.warn('remediations picked up', { again });
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} remediations could not be picked up`);
  return again;
}

async function pickUp(action: Action, ports: RemediationPorts): Promise<boolean> {
  if (action.status === 'pending') {
    await launch(action, ports);
    return true;
  }
  if (action.status === 'awaiting_approval') await wake(action, ports);
  return (await isLost(action, ports)) && resume(action, ports);
}

/** Who decided may have died before the execution was woken; and a time-out that it never heard is told to it. */
async function wake({ id, approval }: Action, ports: RemediationPorts): Promise<void> {
  const late = Date.parse(approval?.expires_at ?? '') / 1000 + ABANDONED_SECONDS <= ports.clock.now();
  if (approval?.state === 'requested' && !late) return;
  const token = await ports.approvals.read(id);
  if (token !== undefined) await ports.workflow.answer(token, { ...go(id, 'admit') });
}

/** While the switch is off nothing is taken back either: people are told, once, and it is done when it is on again. */
async function takeBack(action: Action, ports: RemediationPorts): Promise<boolean> {
  const kill = await ports.kill.read().catch(() => ({ enabled: false, reason: 'the kill switch cannot be read' }));
  if (kill.enabled) return startUndo(action, ports);
  await tellHeldUndo(action, `switched off: ${kill.reason}`, ports);
  return false;
}

async function isLost({ id, execution }: Action, { workflow }: RemediationPorts): Promise<boolean> {
  return (await workflow.status(execution ?? id)) !== 'running';
}

/** Names of executions are remembered for 90 days, so the next one is numbered. It goes on where the last one stopped. */
async function resume(action: Action, ports: RemediationPorts): Promise<boolean> {
  const [name, number = '0'] = (action.execution ?? action.id).split('-r');
  if (Number(number) >= MOST_RESUMED) {
    await stop(action, `its execution was lost ${MOST_RESUMED} times`, ports);
    return false;
  }
  const execution = `${name}-r${Number(number) + 1}`;
  const marked = changed(action, 'its execution was lost, started again', ports.clock.now(), { execution });
  if (!(await ports.actions.update(marked))) return false; // it moved on, so it is not lost
  await ports.workflow.start(execution, action.id);
  return true;
}
