import type { Ecs } from '#ports';
import type { ActionType } from '#usecases/actionType.ts';
import { restart } from '../ecs/actions/restart.ts';
import { scale } from '../ecs/actions/scale.ts';
import { alert } from './alert.ts';

/** What the action types reach outside through, each taking the one that it needs. */
export interface ActionClients {
  ecs: Ecs;
}

/** Every action type that this version can carry out, by its name. */
export const actionTypes = ({ ecs }: ActionClients): ReadonlyMap<string, ActionType> =>
  new Map(
    [alert, restart('restart_container', ecs), restart('restart_pod', ecs), scale(ecs)].map((type) => [
      type.name,
      type,
    ]),
  );
