import type { Ecs } from '#ports';
import type { ActionType } from '#usecases/actionType.ts';
import { restart } from '../ecs/actions/restart.ts';
import { rollbackDeployment } from '../ecs/actions/rollbackDeployment.ts';
import { scale } from '../ecs/actions/scale.ts';
import { alert } from './alert.ts';

/** What the action types reach outside through, each taking the one that it needs. */
export interface ActionClients {
  ecs: Ecs;
}

/** Every action type that this version can carry out, by its name. */
export function actionTypes({ ecs }: ActionClients): ReadonlyMap<string, ActionType> {
  const types: readonly ActionType[] = [
    alert,
    restart('restart_container', ecs),
    restart('restart_pod', ecs),
    scale(ecs),
    rollbackDeployment(ecs),
  ];
  return new Map(types.map((type) => [type.name, type]));
}
