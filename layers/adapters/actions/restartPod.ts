import type { Ecs, Kubernetes } from '#ports';
import type { ActionType, Plan } from '#usecases/actionType.ts';
import { restart } from '../ecs/actions/restart.ts';
import { restartRollout } from '../kubernetes/actions/restartRollout.ts';

/** `restart_pod`: on EKS through the Kubernetes API, on ECS as `restart_container`. The plan says which it was. */
export function restartPod(ecs: Ecs, kubernetes: Kubernetes): ActionType {
  const onEcs = restart('restart_pod', ecs);
  const onEks = restartRollout(kubernetes);
  const of = ({ platform }: Plan): ActionType => (platform === 'eks' ? onEks : onEcs);
  return {
    ...onEcs,
    plan: (service, parameters, tools) => of(service.workload).plan(service, parameters, tools),
    act: (plan, tools) => of(plan).act(plan, tools),
    settled: (plan, tools) => of(plan).settled(plan, tools),
  };
}
