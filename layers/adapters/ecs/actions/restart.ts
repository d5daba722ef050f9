import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { RestartParameters } from '#domain/policy/actionParameters/restart.ts';
import type { Ecs, EcsTask } from '#ports';
import { ActionDrift, type ActionTools, type ActionType } from '#usecases/actionType.ts';
import { ecsTarget, isSteady, NEW_TASK_SECONDS, primaryOf } from './target.ts';

const RestartPlan = z.object({
  cluster: z.string(),
  service: z.string(),
  /** new before old, by a forced deployment, or the tasks one by one */
  how: z.enum(['redeploy', 'one_by_one']),
  deployment: z.string(),
  tasks: z.array(z.string()),
  desired: z.number(),
});

/** Stopping the only task, or one of two, is an outage and no repair. */
const FEW_TASKS = 2;

const howTo = (strategy: 'rolling' | 'redeploy', desired: number): 'redeploy' | 'one_by_one' =>
  strategy === 'redeploy' || desired <= FEW_TASKS ? 'redeploy' : 'one_by_one';

/** Restarts a service on ECS: its processes end, the service does not. */
export const restart = (name: 'restart_container' | 'restart_pod', ecs: Ecs): ActionType => ({
  name,
  changes: true,
  soonest: NEW_TASK_SECONDS,
  withoutUndo: 'a restarted process cannot be brought back, and its successor does the same work',
  takesOut: (parameters, { desired }) =>
    howTo(RestartParameters.parse(parameters).strategy, desired) === 'one_by_one' ? 1 : 0,
  check: faultsOf(RestartParameters),
  async plan(service, parameters) {
    const { strategy } = RestartParameters.parse(parameters);
    const target = await ecsTarget(service, ecs);
    if ('nothing' in target) return { nothing: target.nothing };
    const { state } = target;
    const tasks = await ecs.tasks(state.cluster, state.service);
    const how = howTo(strategy, state.desired);
    const plan: z.input<typeof RestartPlan> = {
      cluster: state.cluster,
      service: state.service,
      how,
      deployment: primaryOf(state)?.id ?? '',
      tasks: tasks.map(({ arn }) => arn),
      desired: state.desired,
    };
    return { plan };
  },
  async act(written, tools) {
    const plan = RestartPlan.parse(written);
    if (plan.how === 'one_by_one') return stopNext(plan, ecs, tools);
    const state = await ecs.describe(plan.cluster, plan.service);
    if (!state) throw new ActionDrift(`${plan.service} is no more`);
    if (primaryOf(state)?.id !== plan.deployment) return; // begun already, by this action or by a person
    await tools.mayChange();
    await ecs.redeploy(plan.cluster, plan.service);
  },
  async settled(written, tools) {
    const plan = RestartPlan.parse(written);
    const state = await ecs.describe(plan.cluster, plan.service);
    if (!state) return { state: 'failed', reason: `${plan.service} is no more` };
    const primary = primaryOf(state);
    if (primary?.rollout === 'FAILED') return { state: 'failed', reason: 'the new deployment failed' };
    if (!isSteady(state)) return { state: 'moving', what: `${state.running} of ${state.desired} tasks run` };
    const now = new Set((await ecs.tasks(plan.cluster, plan.service)).map(({ arn }) => arn));
    const old = plan.tasks.filter((task) => now.has(task));
    if (old.length === 0 || (plan.how === 'redeploy' && primary?.id !== plan.deployment)) return { state: 'settled' };
    if (plan.how === 'one_by_one') await stopNext(plan, ecs, tools);
    return { state: 'moving', what: `${old.length} of ${plan.tasks.length} tasks are not replaced yet` };
  },
});

/** Stops one of the planned tasks, if all that should run do: one at a time, healthy before the next. */
async function stopNext(plan: z.output<typeof RestartPlan>, ecs: Ecs, { mayChange }: ActionTools): Promise<void> {
  const running = await ecs.tasks(plan.cluster, plan.service);
  if (running.filter(isHealthy(running)).length < plan.desired) return;
  const next = plan.tasks.find((task) => running.some(({ arn }) => arn === task));
  if (next === undefined) return;
  await mayChange();
  await ecs.stopTask(plan.cluster, next, 'Forestall: rolling restart');
}

/** Where tasks have a health check at all, only one that passed it is healthy: a new one runs before it does. */
function isHealthy(tasks: readonly EcsTask[]): (task: EcsTask) => boolean {
  const checked = tasks.some(({ health }) => health === 'HEALTHY' || health === 'UNHEALTHY');
  return ({ status, health }) => status === 'RUNNING' && (health === 'HEALTHY' || !checked);
}
