import type { Service } from '#domain/service/service.ts';
import type { Ecs, EcsServiceState } from '#ports';

/** The service in ECS, or why there is nothing to act upon: an empty target means nothing, never everything. */
export async function ecsTarget(service: Service, ecs: Ecs): Promise<{ state: EcsServiceState } | { nothing: string }> {
  if (service.workload.platform !== 'ecs') return { nothing: `${service.name} does not run on ECS` };
  const { cluster, service: name } = service.workload;
  const state = await ecs.describe(cluster, name);
  if (!state) return { nothing: `ECS knows no service ${name} in the cluster ${cluster}` };
  if (state.desired === 0) return { nothing: `${service.name} is scaled to nothing` };
  return { state };
}

/** The deployment that ECS carries out, or carried out last. */
export const primaryOf = ({ deployments }: EcsServiceState) => deployments.find(({ status }) => status === 'PRIMARY');

/** Nothing is under way: one deployment, complete, with every wanted task running. */
export const isSteady = (state: EcsServiceState): boolean =>
  state.deployments.length <= 1 && state.running === state.desired && state.pending === 0;

/** A new task is healthy after about 15 s at the soonest; nothing that was done shows in a metric before. */
export const NEW_TASK_SECONDS = 10;
