import type { AutoScaling, Ecs, FlagStore, Gateway, LatestValues, ServiceCatalog, Throttling } from '#ports';
import type { ActionType } from '#usecases/actionType.ts';
import { circuitBreaker } from '../appconfig/actions/circuitBreaker.ts';
import { rateLimiter } from '../appconfig/actions/rateLimiter.ts';
import { restart } from '../ecs/actions/restart.ts';
import { rollbackDeployment } from '../ecs/actions/rollbackDeployment.ts';
import { scale } from '../ecs/actions/scale.ts';
import { alert } from './alert.ts';

/** What the action types reach outside through, each taking the one that it needs. */
export interface ActionClients {
  ecs: Ecs;
  autoScaling: AutoScaling;
  flags: FlagStore;
  throttling: Throttling;
  gateways: () => Readonly<Record<string, Gateway>>;
  services: Pick<ServiceCatalog, 'all'>;
  latest: LatestValues;
}

/** Every action type that this version can carry out, by its name. */
export function actionTypes(clients: ActionClients): ReadonlyMap<string, ActionType> {
  const { ecs, autoScaling } = clients;
  const types: readonly ActionType[] = [
    alert,
    restart('restart_container', ecs),
    restart('restart_pod', ecs),
    scale(ecs, autoScaling),
    rollbackDeployment(ecs),
    circuitBreaker(clients),
    rateLimiter(clients),
  ];
  return new Map(types.map((type) => [type.name, type]));
}
