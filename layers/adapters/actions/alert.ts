import { AlertParameters } from '#domain/policy/actionParameters/alert.ts';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import type { ActionType } from '#usecases/actionType.ts';

/** Sends to the notification targets: the action itself is the message, so there is nothing to change or to undo. */
export const alert: ActionType = {
  name: 'alert',
  changes: false,
  withoutUndo: 'a message cannot be taken back',
  check: faultsOf(AlertParameters),
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
};
