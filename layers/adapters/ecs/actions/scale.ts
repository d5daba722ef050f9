import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { ScaleParameters } from '#domain/policy/actionParameters/scale.ts';
import type { Ecs } from '#ports';
import { ActionDrift, type ActionTools, type ActionType } from '#usecases/actionType.ts';
import { ecsTarget, isSteady, NEW_TASK_SECONDS } from './target.ts';

const ScalePlan = z.object({ cluster: z.string(), service: z.string(), from: z.number(), to: z.number() });

/** How many tasks are wanted after the scaling: a share is rounded up, and the bounds win; but what was to add tasks
 *  takes none away where somebody went beyond the bounds, nor the other way round. */
export function wanted(now: number, parameters: Record<string, unknown>): number {
  const { by, to, min_replicas, max_replicas } = ScaleParameters.parse(parameters);
  const text = String(by);
  const amount = Number.parseInt(text, 10);
  const change = text.endsWith('%') ? Math.sign(amount) * Math.ceil((now * Math.abs(amount)) / 100) : amount;
  const bounded = Math.min(max_replicas, Math.max(min_replicas, to ?? now + change));
  if (to !== undefined) return bounded;
  return change > 0 ? Math.max(now, bounded) : Math.min(now, bounded);
}

/** Sets a service's desired count, if it still is what the plan saw. */
export const scale = (ecs: Ecs): ActionType => ({
  name: 'scale',
  changes: true,
  soonest: NEW_TASK_SECONDS,
  check: faultsOf(ScaleParameters),
  async plan(service, parameters) {
    const target = await ecsTarget(service, ecs);
    if ('nothing' in target) return { nothing: target.nothing };
    const { cluster, service: name, desired: from } = target.state;
    const to = wanted(from, parameters);
    if (to === from) return { nothing: `${service.name} has ${from} tasks already, as many as its bounds allow` };
    const plan: z.input<typeof ScalePlan> = { cluster, service: name, from, to };
    return { plan };
  },
  act: (written, tools) => {
    const { cluster, service, from, to } = ScalePlan.parse(written);
    return change({ cluster, service, from, to }, ecs, tools);
  },
  async settled(written) {
    const { cluster, service, to } = ScalePlan.parse(written);
    const state = await ecs.describe(cluster, service);
    if (!state) return { state: 'failed', reason: `${service} is no more` };
    if (state.desired !== to)
      return { state: 'failed', reason: `drift: ${state.desired} tasks are wanted now, not ${to}` };
    return isSteady(state) ? { state: 'settled' } : { state: 'moving', what: `${state.running} of ${to} tasks run` };
  },
  undo: (written, tools) => {
    const { cluster, service, from, to } = ScalePlan.parse(written);
    return change({ cluster, service, from: to, to: from }, ecs, tools);
  },
});

/** UpdateService knows no condition: so it is read again just before, and looked at again just after. */
async function change(
  { cluster, service, from, to }: z.output<typeof ScalePlan>,
  ecs: Ecs,
  { mayChange }: ActionTools,
): Promise<void> {
  const before = await ecs.describe(cluster, service);
  if (before?.desired === to) return;
  if (before?.desired !== from) {
    throw new ActionDrift(
      `${service} has ${before?.desired ?? 'no'} wanted tasks, not the ${from} that the plan saw: somebody changed it`,
    );
  }
  await mayChange();
  await ecs.setDesired(cluster, service, to);
  const after = await ecs.describe(cluster, service);
  if (after?.desired !== to)
    throw new ActionDrift(`${service} was set to ${to} tasks and has ${after?.desired}: somebody changed it`);
}
