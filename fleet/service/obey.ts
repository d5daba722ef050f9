import type { SetFault } from '../faultParameters.ts';
import type { ToTask } from './messages.ts';

/** What a task is to be told when its parameter is read. A fault of the processes lives in those that ran when it was
 *  set, so a task that started later stays clean, as one does that replaces another under the supervisor.
 *  @param before what was read the last time
 *  @param startedAt of this process, epoch milliseconds */
export function toTell(set: SetFault, before: SetFault | undefined, startedAt: number): ToTask[] {
  if (before && set.fault === before.fault && set.since === before.since) return [];
  const told: ToTask[] = before?.fault === undefined ? [] : [{ kind: 'heal' }];
  if (set.fault === 'cpu-burn') told.push({ kind: 'burn', on: true });
  else if (set.fault === 'slow-dependency') told.push({ kind: 'slow', on: true });
  // The surge is the load's own, and no task's.
  else if (set.fault !== undefined && set.fault !== 'traffic-surge' && set.since > startedAt)
    told.push({ kind: 'fault', fault: set.fault });
  return told;
}
