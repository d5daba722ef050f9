import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import { mayChange } from './mayChange.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { startUndo } from './undoLater.ts';

export interface UndoRequest {
  id: string;
  /** key:<id> */
  by: string;
  reason: string;
  namespaces: readonly string[] | null;
}
export type UndoRequested =
  | { outcome: 'asked'; action: Action }
  | { outcome: 'unknown' }
  | { outcome: 'foreign'; service: string }
  | { outcome: 'refused'; reason: string };

/** Has an action taken back that a person does not want: one that has ended, or one that is still being watched. */
export async function requestUndo(request: UndoRequest, ports: RemediationPorts): Promise<UndoRequested> {
  const action = await ports.actions.get(request.id);
  if (!action) return { outcome: 'unknown' };
  if (!(await mayChange(request.namespaces, action.service, ports.services))) {
    return { outcome: 'foreign', service: action.service };
  }
  const reason = await whyNot(action, ports);
  if (reason !== undefined) return { outcome: 'refused', reason };
  const now = ports.clock.now();
  const { by, reason: why } = request;
  const undo = { state: 'asked', by, reason: why, asked_at: toInstant(now), ended_at: null, tries: 0 } as const;
  const asked = changed(action, `${by} wants it taken back: ${why}`, now, { undo });
  if (!(await ports.actions.update(asked))) {
    return { outcome: 'refused', reason: `${action.id} changed just now: look at it, and try again` };
  }
  // one that is under way has its own execution, which finds this at its next look
  if (endedStatuses.includes(asked.status)) await startUndo(asked, ports);
  return { outcome: 'asked', action: (await ports.actions.get(action.id)) ?? asked };
}

async function whyNot(action: Action, { types, kill }: RemediationPorts): Promise<string | undefined> {
  const { id, acted_at, undo, type } = action;
  if (acted_at === null) return `${id} has not done anything`;
  if (undo?.state === 'done') return `${id} was taken back already at ${undo.ended_at}`;
  if (undo?.state === 'asked' && undo.by !== 'lease') return `${id} is being taken back already`;
  const known = types.get(type);
  if (!known?.undo) return `${type} cannot be taken back: ${known?.withoutUndo ?? 'this version does not know it'}`;
  const state = await kill.read().catch(() => undefined);
  if (state === undefined) return 'the kill switch cannot be read, so nothing is done';
  return state.enabled ? undefined : `switched off: ${state.reason}`;
}
