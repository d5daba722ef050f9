import type { Action } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { launch } from './startRemediation.ts';

/** A claim that nobody started after so long lost its starter; a fresh one is left to whoever made it. */
const ABANDONED_SECONDS = 30;

/**
 * Picks up what a crash left: claims that were not started, and executions that ended without their action having ended
 * (a region, or a restarted emulator, lost them). Run each minute; a repeat finds nothing to do.
 * @returns ids that were started again
 */
export async function sweepIntents(ports: RemediationPorts): Promise<string[]> {
  const again: string[] = [];
  for (const action of await ports.actions.unfinished()) {
    const age = ports.clock.now() - Date.parse(action.updated_at) / 1000;
    if (age < ABANDONED_SECONDS) continue;
    if (action.status === 'pending') {
      await launch(action, ports);
      again.push(action.id);
    } else if (await isLost(action, ports)) {
      await resume(action, ports);
      again.push(action.id);
    }
  }
  if (again.length > 0) ports.log.warn('remediations picked up', { again });
  return again;
}

async function isLost({ execution }: Action, { workflow }: RemediationPorts): Promise<boolean> {
  return execution === null || (await workflow.status(execution)) !== 'running';
}

/** Names of executions are remembered for 90 days, so the next one is numbered. It goes on where the last one stopped. */
async function resume(action: Action, ports: RemediationPorts): Promise<void> {
  const [name, number] = (action.execution ?? action.id).split('-r');
  const execution = `${name}-r${Number(number ?? 0) + 1}`;
  const marked = changed(action, 'its execution was lost, started again', ports.clock.now(), { execution });
  if (!(await ports.actions.update(marked))) return; // it moved on, so it is not lost
  await ports.workflow.start(execution, action.id);
}
