import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CLUSTER, DESIRED_AT_FIRST, type FleetService, SERVICE_NAMES, TASK_SIZE } from '../services.ts';
import { readDefinition, type TaskDefinition } from './definition.ts';

export interface Registered {
  name: FleetService;
  desired: number;
  definition: TaskDefinition;
  minHealthyPercent: number;
  maxPercent: number;
}

/** Books the cluster and the services where they are missing and reads what holds for those that are there: a count
 *  that someone set, and tags that someone took away, outlive a restart of the fleet. */
export async function register(ecs: ECSClient): Promise<Registered[]> {
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: [CLUSTER] }));
  if (!clusters?.some(({ status }) => status === 'ACTIVE'))
    await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  const registered: Registered[] = [];
  for (const name of SERVICE_NAMES) registered.push(await serviceOf(ecs, name));
  return registered;
}

async function serviceOf(ecs: ECSClient, name: FleetService): Promise<Registered> {
  const found = (await find(ecs, name)) ?? (await create(ecs, name));
  if (!found.taskDefinition) throw new Error(`the service ${name} of ${CLUSTER} has no task definition`);
  return {
    name,
    desired: found.desiredCount ?? DESIRED_AT_FIRST,
    definition: await readDefinition(ecs, found.taskDefinition),
    minHealthyPercent: found.deploymentConfiguration?.minimumHealthyPercent ?? 100,
    maxPercent: found.deploymentConfiguration?.maximumPercent ?? 200,
  };
}

async function find(ecs: ECSClient, name: FleetService) {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [name] }));
  return services?.find(({ status }) => status === 'ACTIVE');
}

async function create(ecs: ECSClient, name: FleetService) {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: `${CLUSTER}-${name}`,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(TASK_SIZE.cpuUnits),
      memory: String(TASK_SIZE.taskMemoryMiB),
      containerDefinitions: [
        {
          name,
          image: `${CLUSTER}/service`,
          essential: true,
          cpu: TASK_SIZE.cpuUnits,
          memory: TASK_SIZE.containerMemoryMiB,
          environment: [{ name: 'SERVICE_NAME', value: name }],
        },
      ],
    }),
  );
  const { service } = await ecs.send(
    new CreateServiceCommand({
      cluster: CLUSTER,
      serviceName: name,
      taskDefinition: taskDefinition?.taskDefinitionArn,
      desiredCount: DESIRED_AT_FIRST,
      launchType: 'FARGATE',
      propagateTags: 'SERVICE',
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
      tags: [
        { key: 'forestall:watch', value: 'true' },
        { key: 'forestall:act', value: 'true' },
        { key: 'forestall:owner', value: name },
      ],
    }),
  );
  if (!service) throw new Error(`the emulator booked no service ${name}; its answer was empty`);
  return service;
}
