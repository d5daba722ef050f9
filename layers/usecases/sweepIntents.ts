import type { Action } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { stop } from './runRemediation.ts';
import { launch } from './startRemediation.ts';

/** A claim that nobody started after so long lost its starter; a fresh one is left to whoever made it. */
const ABANDONED_SECONDS = 30;
/** An action whose execution was lost so often has a fault that another one does not mend. */
const MOST_RESUMED = 5;

/**
 * Picks up what a crash left: claims that were not started, and executions that ended without their action having ended
 * (a region, or a restarted emulator, lost them). Run each minute; a repeat finds nothing to do.
 * @returns ids that were started again
 */
export async function sweepIntents(ports: RemediationPorts): Promise<string[]> {
  const again: string[] = [];
  const failed: unknown[] = [];
  for (const action of await ports.actions.unfinished()) {
    const age = ports.clock.now() - Date.parse(action.updated_at) / 1000;
    if (age < ABANDONED_SECONDS) continue;
    try {
      if (await pickUp(action, ports)) again.push(action.id);
    } catch (error) {
      failed.push(error); // the others are picked up all the same
    }
  }
  if (again.length > 0) ports.log.warn('remediations picked up', { again });
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} remediations could not be picked up`);
  return again;
}

async function pickUp(action: Action, ports: RemediationPorts): Promise<boolean> {
  if (action.status === 'pending') {
    await launch(action, ports);
    return true;
  }
  return (await isLost(action, ports)) && resume(action, ports);
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
