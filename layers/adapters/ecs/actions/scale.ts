import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { ScaleParameters } from '#domain/policy/actionParameters/scale.ts';
import type { AutoScaling, Ecs, ScalingBounds } from '#ports';
import type { ActionTools, ActionType } from '#usecases/actionType.ts';
import { compareAndSet } from '../../actions/compareAndSet.ts';
import { ecsTarget, isSteady, NEW_TASK_SECONDS } from './target.ts';

const Bounds = z.object({ min: z.number(), max: z.number() });
type Bounds = z.output<typeof Bounds>;
const ScalePlan = z.object({
  cluster: z.string(),
  service: z.string(),
  from: z.number(),
  to: z.number(),
  /** those of Application Auto Scaling, which moves the count where it owns the service */
  bounds: z.object({ from: Bounds, to: Bounds }).optional(),
});
type ScalePlan = z.output<typeof ScalePlan>;

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

/** The bounds between which the count has to become `to`: more tasks lift the lower one, fewer lower the upper one. */
export function movedBounds({ min, max }: Bounds, from: number, to: number): Bounds {
  return to > from
    ? { min: Math.max(min, to), max: Math.max(max, to) }
    : { min: Math.min(min, to), max: Math.min(max, to) };
}

/** Sets a service's desired count, if it still is what the plan saw. Where Application Auto Scaling owns the service it
 *  would take that back: there its bounds are moved, and it moves the count. */
export const scale = (ecs: Ecs, autoScaling: AutoScaling): ActionType => ({
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
    const owned = await autoScaling.bounds(cluster, name);
    const plan: ScalePlan = { cluster, service: name, from, to, ...boundsOf(owned, from, to) };
    return { plan };
  },
  act: (written, tools) => changer(ecs, autoScaling)(ScalePlan.parse(written), tools),
  async settled(written) {
    const { cluster, service, from, to, bounds } = ScalePlan.parse(written);
    const state = await ecs.describe(cluster, service);
    if (!state) return { state: 'failed', reason: `${service} is no more` };
    const { desired, running } = state;
    // an autoscaler may go further by itself, and takes a moment to begin
    const reached = bounds ? (to > from ? desired >= to : desired <= to) : desired === to;
    if (!reached && !bounds) return { state: 'failed', reason: `drift: ${desired} tasks are wanted now, not ${to}` };
    if (!reached) return { state: 'moving', what: `the autoscaler wants ${desired} tasks yet, not ${to}` };
    return isSteady(state) ? { state: 'settled' } : { state: 'moving', what: `${running} of ${desired} tasks run` };
  },
  undo: (written, tools) => changer(ecs, autoScaling)(reversed(ScalePlan.parse(written)), tools),
});

/** A suspended autoscaler moves nothing, so the count itself is set. */
function boundsOf(owned: ScalingBounds | undefined, from: number, to: number): Pick<ScalePlan, 'bounds'> {
  if (owned === undefined || (to > from ? owned.suspended.out : owned.suspended.in)) return {};
  const { min, max } = owned;
  return { bounds: { from: { min, max }, to: movedBounds(owned, from, to) } };
}

const reversed = ({ from, to, bounds, ...where }: ScalePlan): ScalePlan => ({
  ...where,
  from: to,
  to: from,
  ...(bounds && { bounds: { from: bounds.to, to: bounds.from } }),
});

/** Neither service knows a condition: what is there is read again just before, and looked at again just after. */
const changer =
  (ecs: Ecs, autoScaling: AutoScaling) =>
  ({ cluster, service, from, to, bounds }: ScalePlan, { mayChange }: ActionTools): Promise<void> =>
    bounds
      ? compareAndSet({
          what: `the bounds of ${service}'s autoscaling`,
          from: bounds.from,
          to: bounds.to,
          read: async () => {
            const found = await autoScaling.bounds(cluster, service);
            return found && { min: found.min, max: found.max };
          },
          set: (value) => autoScaling.setBounds(cluster, service, value),
          mayChange,
        })
      : compareAndSet({
          what: `the wanted tasks of ${service}`,
          from,
          to,
          read: async () => (await ecs.describe(cluster, service))?.desired,
          set: async (value) => void (await ecs.setDesired(cluster, service, value)),
          mayChange,
        });
