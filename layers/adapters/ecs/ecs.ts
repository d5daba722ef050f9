import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  type ECSClient,
  type Service as EcsService,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Ecs, EcsServiceState, EcsTask } from '#ports';
import { releasesOf } from './releases.ts';

/** As many as one call lists, and as one call describes. */
const MOST_TASKS = 100;

/** ECS as remediation sees it. */
export function ecsOf(client: ECSClient): Ecs {
  const one = (service: EcsService | undefined, name: string): EcsServiceState => {
    if (!service) throw new Error(`ECS does not know the service ${name}`);
    return stateOf(service);
  };
  return {
    async describe(cluster, service) {
      const { services = [] } = await client.send(
        new DescribeServicesCommand({ cluster, services: [service], include: ['TAGS'] }),
      );
      const found = services.find(({ status }) => status !== 'INACTIVE');
      return found ? stateOf(found) : undefined;
    },
    async setDesired(cluster, service, desired) {
      const answer = await client.send(new UpdateServiceCommand({ cluster, service, desiredCount: desired }));
      return one(answer.service, service);
    },
    async redeploy(cluster, service) {
      const answer = await client.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
      return one(answer.service, service);
    },
    async setTaskDefinition(cluster, service, taskDefinition) {
      const answer = await client.send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
      return one(answer.service, service);
    },
    releases: (cluster, service) => releasesOf(client, cluster, service),
    async isRegistered(taskDefinition) {
      const { taskDefinition: found } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
      return found?.status === 'ACTIVE';
    },
    async tasks(cluster, service) {
      const tasks: EcsTask[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new ListTasksCommand({
            cluster,
            serviceName: service,
            desiredStatus: 'RUNNING',
            maxResults: MOST_TASKS,
            nextToken,
          }),
        );
        tasks.push(...(await described(client, cluster, page.taskArns ?? [])));
        nextToken = page.nextToken;
      } while (nextToken);
      return tasks;
    },
    async stopTask(cluster, task, reason) {
      await client.send(new StopTaskCommand({ cluster, task, reason }));
    },
  };
}

async function described(client: ECSClient, cluster: string, arns: readonly string[]): Promise<EcsTask[]> {
  if (arns.length === 0) return [];
  const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [...arns] }));
  return tasks.map((task) => ({
    arn: task.taskArn ?? '',
    status: task.lastStatus ?? 'UNKNOWN',
    health: task.healthStatus ?? 'UNKNOWN',
    startedAt: secondsOf(task.startedAt),
  }));
}

const secondsOf = (date: Date | undefined): number | undefined => (date ? date.getTime() / 1000 : undefined);

/** Of a deployment's end ECS says no more than an event. */
const completedAt = ({ events = [] }: EcsService, id: string): number | undefined =>
  secondsOf(events.find(({ message }) => message?.includes(`(deployment ${id}) deployment completed`))?.createdAt);

const stateOf = (service: EcsService): EcsServiceState => ({
  cluster: service.clusterArn?.split('/').at(-1) ?? '',
  service: service.serviceName ?? '',
  desired: service.desiredCount ?? 0,
  running: service.runningCount ?? 0,
  pending: service.pendingCount ?? 0,
  taskDefinition: service.taskDefinition ?? '',
  controller: service.deploymentController?.type ?? 'ECS',
  deployments: (service.deployments ?? []).map((deployment) => ({
    id: deployment.id ?? '',
    status: deployment.status ?? '',
    taskDefinition: deployment.taskDefinition ?? '',
    desired: deployment.desiredCount ?? 0,
    running: deployment.runningCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    rollout: deployment.rolloutState,
    createdAt: secondsOf(deployment.createdAt),
    completedAt: completedAt(service, deployment.id ?? ''),
  })),
  tags: Object.fromEntries((service.tags ?? []).flatMap(({ key, value }) => (key ? [[key, value ?? '']] : []))),
});
