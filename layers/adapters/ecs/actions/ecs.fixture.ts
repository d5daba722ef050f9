import type { AutoScaling, Ecs, EcsDeployment, EcsRelease, EcsServiceState, EcsTask, ScalingBounds } from '#ports';
import { ActionHeld, type ActionTools } from '#usecases/actionType.ts';

// An ECS of one service, `orders`, for tests: its tasks start and stop and its deployments end when the test says so.

export const now = {
  desired: 2,
  taskDefinition: 'orders:1',
  controller: 'ECS',
  tasks: [] as EcsTask[],
  deployments: [] as EcsDeployment[],
  releases: [] as EcsRelease[],
  /** task definitions that were deregistered */
  gone: [] as string[],
  /** those of an autoscaler, where one owns the service */
  bounds: undefined as ScalingBounds | undefined,
  changes: [] as string[],
  held: false,
};

export const task = (arn: string, health = 'HEALTHY'): EcsTask => ({
  arn,
  status: 'RUNNING',
  health,
  startedAt: undefined,
});

export const deployment = (id: string, status = 'PRIMARY', rollout?: string): EcsDeployment => ({
  id,
  status,
  taskDefinition: now.taskDefinition,
  desired: 2,
  running: 2,
  pending: 0,
  rollout,
  createdAt: undefined,
  completedAt: undefined,
});

/** As it is before each test: two healthy tasks of one deployment. */
export function calm(): void {
  Object.assign(now, {
    desired: 2,
    taskDefinition: 'orders:1',
    controller: 'ECS',
    tasks: [task('a'), task('b')],
    deployments: [],
    releases: [],
    gone: [],
    bounds: undefined,
    changes: [],
    held: false,
  });
  now.deployments = [deployment('1')];
}

const state = (): EcsServiceState => ({
  cluster: 'demo',
  service: 'orders',
  desired: now.desired,
  running: now.tasks.length,
  pending: 0,
  taskDefinition: now.taskDefinition,
  controller: now.controller,
  deployments: now.deployments,
  tags: {},
});

const deploy = (what: string): EcsServiceState => {
  now.changes.push(what);
  now.deployments = [deployment('2'), deployment('1', 'ACTIVE')];
  return state();
};

export const ecs: Ecs = {
  describe: async (_cluster, service) => (service === 'orders' ? state() : undefined),
  async setDesired(_cluster, _service, desired) {
    now.changes.push(`desired ${desired}`);
    now.desired = desired;
    return state();
  },
  redeploy: async () => deploy('redeploy'),
  async setTaskDefinition(_cluster, _service, taskDefinition) {
    now.taskDefinition = taskDefinition;
    return deploy(`deploy ${taskDefinition}`);
  },
  releases: async () => now.releases,
  isRegistered: async (taskDefinition) => !now.gone.includes(taskDefinition),
  tasks: async () => now.tasks,
  async stopTask(_cluster, arn) {
    now.changes.push(`stop ${arn}`);
    now.tasks = now.tasks.filter((one) => one.arn !== arn);
  },
};

/** An autoscaler that takes a moment: the test moves the count. */
export const autoScaling: AutoScaling = {
  bounds: async () => now.bounds,
  async setBounds(_cluster, _service, { min, max }) {
    now.changes.push(`bounds ${min} to ${max}`);
    now.bounds = { suspended: { out: false, in: false }, ...now.bounds, min, max };
  },
};

/** The clock of the tests, epoch seconds. */
export const AT = 1_800_000_000;

export const tools: ActionTools = {
  id: 'action_1',
  now: AT,
  trigger: { failing: [] },
  async mayChange() {
    if (now.held) throw new ActionHeld('switched off: test');
  },
};
