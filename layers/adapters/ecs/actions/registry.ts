import type { ActionType } from '#usecases/actionType.ts';
import { restart } from './restart.ts';
import { scale } from './scale.ts';

/** Sends to the notification targets: the action itself is the message, so there is nothing to change or to undo. */
const alert: ActionType = {
  name: 'alert',
  changes: false,
  withoutUndo: 'a message cannot be taken back',
  check: () => [],
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
};

/** Every action type that this version can carry out. */
export const actionTypes: ReadonlyMap<string, ActionType> = new Map(
  [alert, restart('restart_container'), restart('restart_pod'), scale].map((type) => [type.name, type]),
);
