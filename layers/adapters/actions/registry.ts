import type {
  Automation,
  AutoScaling,
  CallRecords,
  Ecs,
  FlagStore,
  Functions,
  Gateway,
  Kubernetes,
  LatestValues,
  ServiceCatalog,
  Throttling,
} from '#ports';
import type { ActionType } from '#usecases/actionType.ts';
import { circuitBreaker } from '../appconfig/actions/circuitBreaker.ts';
import { rateLimiter } from '../appconfig/actions/rateLimiter.ts';
import { restart } from '../ecs/actions/restart.ts';
import { rollbackDeployment } from '../ecs/actions/rollbackDeployment.ts';
import { scale } from '../ecs/actions/scale.ts';
import { invoke } from '../lambda/actions/invoke.ts';
import { scaleLambda } from '../lambda/actions/scaleLambda.ts';
import { runAutomation } from '../ssm/actions/runAutomation.ts';
import { type Receivers, webhook } from '../webhook/actions/webhook.ts';
import { alert } from './alert.ts';
import { restartPod } from './restartPod.ts';

/** What the action types reach outside through, each taking the one that it needs. */
export interface ActionClients {
  ecs: Ecs;
  autoScaling: AutoScaling;
  kubernetes: Kubernetes;
  flags: FlagStore;
  throttling: Throttling;
  gateways: () => Readonly<Record<string, Gateway>>;
  services: Pick<ServiceCatalog, 'all'>;
  latest: LatestValues;
  functions: Functions;
  automation: Automation;
  receivers: Receivers;
  calls: CallRecords;
}

/** Every action type that this version can carry out, by its name. */
export function actionTypes(clients: ActionClients): ReadonlyMap<string, ActionType> {
  const { ecs, autoScaling, kubernetes, functions, automation, receivers, calls } = clients;
  const types: readonly ActionType[] = [
    alert,
    restart('restart_container', ecs),
    restartPod(ecs, kubernetes),
    scale(ecs, autoScaling),
    rollbackDeployment(ecs),
    circuitBreaker(clients),
    rateLimiter(clients),
    scaleLambda(functions),
    runAutomation(automation, calls),
    invoke(functions, calls),
    webhook(receivers, calls),
  ];
  return new Map(types.map((type) => [type.name, type]));
}
