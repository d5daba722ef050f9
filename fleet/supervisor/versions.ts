import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { CLUSTER } from '../services.ts';
import { DIES_AFTER, isBadVersion, REQUESTS_BEFORE_DEATH } from '../version.ts';
import { readDefinition, type TaskDefinition } from './definition.ts';
import type { FleetServiceRunner } from './service.ts';

/** What people do when they release: another revision of the task definition, and a deployment of it. */
export interface Versions {
  /** Releases a version whose processes die again and again. @returns how many tasks will run it */
  releaseBad(runner: FleetServiceRunner): Promise<number>;
  /** Goes back to the newest version that is not such a one, where such a one is deployed. */
  takeBack(runner: FleetServiceRunner): Promise<void>;
}

/** @param ecs of the emulator: what it books is what the front's answers are laid over */
export function versionsOf(ecs: ECSClient): Versions {
  const deploy = async (runner: FleetServiceRunner, definition: TaskDefinition) => {
    await ecs.send(
      new UpdateServiceCommand({ cluster: CLUSTER, service: runner.name, taskDefinition: definition.arn }),
    );
    runner.deploy(definition);
  };
  return {
    async releaseBad(runner) {
      const { definition } = runner.primary;
      if (!isBadVersion(definition.environment)) await deploy(runner, await registerBad(ecs, definition.arn));
      return runner.desired;
    },
    async takeBack(runner) {
      if (isBadVersion(runner.primary.definition.environment)) await deploy(runner, await newestGood(ecs, runner));
    },
  };
}

async function registerBad(ecs: ECSClient, arn: string): Promise<TaskDefinition> {
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const { family, requiresCompatibilities, networkMode, cpu, memory, containerDefinitions = [] } = taskDefinition ?? {};
  const registered = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      requiresCompatibilities,
      networkMode,
      cpu,
      memory,
      containerDefinitions: containerDefinitions.map((container) => ({
        ...container,
        environment: [...(container.environment ?? []), { name: DIES_AFTER, value: String(REQUESTS_BEFORE_DEATH) }],
      })),
    }),
  );
  return readDefinition(ecs, registered.taskDefinition?.taskDefinitionArn ?? '');
}

/** The revisions are asked, not the deployments: those of before a restart of the fleet are forgotten. */
async function newestGood(ecs: ECSClient, { name }: FleetServiceRunner): Promise<TaskDefinition> {
  const { taskDefinitionArns = [] } = await ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: `${CLUSTER}-${name}`, sort: 'DESC' }),
  );
  for (const arn of taskDefinitionArns) {
    const definition = await readDefinition(ecs, arn);
    if (!isBadVersion(definition.environment)) return definition;
  }
  throw new Error(`every version of ${name} that is registered is a bad one`);
}
