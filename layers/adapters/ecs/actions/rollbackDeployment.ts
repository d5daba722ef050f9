import * as z from 'zod';
import { seconds } from '#domain/configuration/configuration.ts';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { RollbackParameters } from '#domain/policy/actionParameters/rollbackDeployment.ts';
import { formerVersion } from '#domain/remediation/formerVersion.ts';
import type { Ecs } from '#ports';
import type { ActionTools, ActionType } from '#usecases/actionType.ts';
import { compareAndSet } from '../../actions/compareAndSet.ts';
import { ecsTarget, isSteady, NEW_TASK_SECONDS, primaryOf } from './target.ts';

const RollbackPlan = z.object({ cluster: z.string(), service: z.string(), from: z.string(), to: z.string() });
type RollbackPlan = z.output<typeof RollbackPlan>;

/** Deploys the task definition that a service had before its last deployment; its undo deploys the newer one again. */
export const rollbackDeployment = (ecs: Ecs): ActionType => ({
  name: 'rollback_deployment',
  changes: true,
  soonest: NEW_TASK_SECONDS,
  duringDeployment: true,
  check: faultsOf(RollbackParameters),
  async plan(service, parameters, { now }) {
    const within = seconds(RollbackParameters.parse(parameters).within);
    const target = await ecsTarget(service, ecs);
    if ('nothing' in target) return { nothing: target.nothing };
    const { cluster, service: name, taskDefinition: from, controller } = target.state;
    if (controller !== 'ECS') return { nothing: `${controller} deploys ${service.name}, so it must take it back` };
    const found = formerVersion(from, await ecs.releases(cluster, name), { now, within });
    if (found.former === undefined) return { nothing: found.nothing };
    if (!(await ecs.isRegistered(found.former))) return { nothing: `${found.former} is deregistered` };
    const plan: RollbackPlan = { cluster, service: name, from, to: found.former };
    return { plan };
  },
  act: (written, tools) => deploy(RollbackPlan.parse(written), ecs, tools),
  async settled(written) {
    const { cluster, service, to } = RollbackPlan.parse(written);
    const state = await ecs.describe(cluster, service);
    if (!state) return { state: 'failed', reason: `${service} is no more` };
    if (state.taskDefinition !== to)
      return { state: 'failed', reason: `drift: ${state.taskDefinition} is deployed now` };
    if (primaryOf(state)?.rollout === 'FAILED') return { state: 'failed', reason: `the deployment of ${to} failed` };
    return isSteady(state)
      ? { state: 'settled' }
      : { state: 'moving', what: `${primaryOf(state)?.running ?? 0} of ${state.desired} tasks run the former version` };
  },
  undo: (written, tools) => {
    const { from, to, ...where } = RollbackPlan.parse(written);
    return deploy({ ...where, from: to, to: from }, ecs, tools);
  },
});

const deploy = ({ cluster, service, from, to }: RollbackPlan, ecs: Ecs, { mayChange }: ActionTools): Promise<void> =>
  compareAndSet({
    what: `the task definition of ${service}`,
    from,
    to,
    read: async () => (await ecs.describe(cluster, service))?.taskDefinition,
    set: async (value) => void (await ecs.setTaskDefinition(cluster, service, value)),
    mayChange,
  });
