import * as z from 'zod';
import { CLUSTER } from '../../services.ts';
import type { TaskDefinition } from '../definition.ts';
import type { Fleet } from '../fleet.ts';
import type { Task } from '../task.ts';
import { describeServiceRevisions, listServiceDeployments } from './deployments.ts';
import { type ArnPrefix, serviceArn, serviceTruth, type Tag, taskArn, taskShape } from './shapes.ts';

/** What the operations need to know: the fleet, and the little that the emulator keeps for it. */
export interface TruthParts {
  fleet: Fleet;
  arnPrefix: ArnPrefix;
  tagsOf(serviceArn: string): Promise<Tag[]>;
  definition(arn: string): Promise<TaskDefinition>;
}

const Loose = z.looseObject({});
const Service = z.looseObject({
  serviceName: z.string(),
  status: z.string().optional(),
  taskDefinition: z.string().optional(),
  deploymentConfiguration: z
    .object({ minimumHealthyPercent: z.number().optional(), maximumPercent: z.number().optional() })
    .optional(),
});
type Service = z.infer<typeof Service>;

/** Answers one operation from the request and what the emulator said to it. */
export type Operation = (request: unknown, answer: unknown, parts: TruthParts) => Promise<unknown>;

/** The operations whose answers must be about real processes; all others are the emulator's own. */
export const OPERATIONS: Record<string, Operation> = {
  DescribeServices: async (_request, answer, { fleet }) => {
    const { services, ...rest } = z.looseObject({ services: z.array(Service) }).parse(answer);
    return { ...rest, services: services.map((service) => overlaid(service, fleet)) };
  },
  UpdateService: updateService,
  DeleteService: async (_request, answer, { fleet }) => {
    const { service } = z.looseObject({ service: Service }).parse(answer);
    fleet.find(service.serviceName)?.setDesired(0);
    return answer;
  },
  ListTasks: async (request, _answer, parts) => listTasks(request, parts),
  DescribeTasks: describeTasks,
  StopTask: stopTask,
  ListServiceDeployments: async (request, answer, parts) => listServiceDeployments(request, answer, parts),
  DescribeServiceRevisions: async (request, answer, parts) => describeServiceRevisions(request, answer, parts),
  DescribeClusters: async (_request, answer, { fleet }) => {
    const Cluster = z.looseObject({ clusterName: z.string().optional() });
    const { clusters, ...rest } = z.looseObject({ clusters: z.array(Cluster) }).parse(answer);
    return {
      ...rest,
      clusters: clusters.map((cluster) =>
        cluster.clusterName === CLUSTER ? { ...cluster, ...totals(fleet) } : cluster,
      ),
    };
  },
  ListTagsForResource: async (request, answer, parts) => {
    const { resourceArn } = z.object({ resourceArn: z.string() }).parse(request);
    const found = parts.fleet.task(lastPart(resourceArn));
    return found && resourceArn.includes(':task/') ? { tags: await tagsOfTask(found.task, parts) } : answer;
  },
};

function overlaid(service: Service, fleet: Fleet): Service {
  const runner = service.status === 'INACTIVE' ? undefined : fleet.find(service.serviceName);
  return runner ? { ...service, ...serviceTruth(runner) } : service;
}

async function updateService(request: unknown, answer: unknown, { fleet, definition }: TruthParts): Promise<unknown> {
  const wanted = z
    .looseObject({ desiredCount: z.number().optional(), forceNewDeployment: z.boolean().optional() })
    .parse(request);
  const { service } = z.looseObject({ service: Service }).parse(answer);
  const runner = fleet.find(service.serviceName);
  if (!runner) return answer;
  runner.minHealthyPercent = service.deploymentConfiguration?.minimumHealthyPercent ?? runner.minHealthyPercent;
  runner.maxPercent = service.deploymentConfiguration?.maximumPercent ?? runner.maxPercent;
  const arn = service.taskDefinition ?? runner.primary.definition.arn;
  const other = arn === runner.primary.definition.arn ? undefined : await definition(arn);
  if (wanted.desiredCount !== undefined) runner.setDesired(wanted.desiredCount);
  if (other || wanted.forceNewDeployment) runner.deploy(other ?? runner.primary.definition);
  return { ...Loose.parse(answer), service: overlaid(service, fleet) };
}

const ListTasksRequest = z.looseObject({
  serviceName: z.string().optional(),
  desiredStatus: z.string().default('RUNNING'),
  family: z.string().optional(),
  startedBy: z.string().optional(),
  launchType: z.string().default('FARGATE'),
  maxResults: z.number().int().min(1).max(100).default(100),
  nextToken: z.string().regex(/^\d+$/).optional(),
});

function listTasks(request: unknown, { fleet, arnPrefix }: TruthParts) {
  const wanted = ListTasksRequest.parse(request);
  const service = wanted.serviceName === undefined ? undefined : lastPart(wanted.serviceName);
  const arns = [...fleet.services.values()]
    .flatMap((runner) => runner.tasks)
    .filter((task) => service === undefined || task.service === service)
    .filter(
      (task) =>
        (task.phase === 'stopping' || task.phase === 'stopped' ? 'STOPPED' : 'RUNNING') === wanted.desiredStatus,
    )
    .filter((task) => wanted.family === undefined || task.definition.arn.includes(`/${wanted.family}:`))
    .filter((task) => wanted.startedBy === undefined || task.deployment === wanted.startedBy)
    .filter(() => wanted.launchType === 'FARGATE')
    .map((task) => taskArn(arnPrefix, task.id));
  const from = Number(wanted.nextToken ?? 0);
  const until = from + wanted.maxResults;
  return { taskArns: arns.slice(from, until), ...(until < arns.length && { nextToken: String(until) }) };
}

async function describeTasks(request: unknown, _answer: unknown, parts: TruthParts): Promise<unknown> {
  const wanted = z.looseObject({ tasks: z.array(z.string()), include: z.array(z.string()).default([]) }).parse(request);
  const tasks: unknown[] = [];
  const failures: { arn: string; reason: string }[] = [];
  for (const reference of wanted.tasks) {
    const found = parts.fleet.task(lastPart(reference));
    if (!found) failures.push({ arn: taskArn(parts.arnPrefix, lastPart(reference)), reason: 'MISSING' });
    else {
      const tags = wanted.include.includes('TAGS') ? await tagsOfTask(found.task, parts) : undefined;
      tasks.push(taskShape(found.task, parts.arnPrefix, tags));
    }
  }
  return { tasks, failures };
}

async function stopTask(request: unknown, _answer: unknown, parts: TruthParts): Promise<unknown> {
  const { task: reference, reason } = z
    .looseObject({ task: z.string(), reason: z.string().default('Task stopped by user') })
    .parse(request);
  const found = parts.fleet.task(lastPart(reference));
  if (!found) throw new EcsError('InvalidParameterException', 'The referenced task was not found.');
  found.runner.stopTask(found.task, { code: 'UserInitiated', reason });
  return { task: taskShape(found.task, parts.arnPrefix, undefined) };
}

/** Tasks carry their service's tags (`propagateTags: SERVICE`). */
function tagsOfTask(task: Task, parts: TruthParts): Promise<Tag[]> {
  return parts.tagsOf(serviceArn(parts.arnPrefix, task.service));
}

function totals(fleet: Fleet) {
  const counts = [...fleet.services.values()].map((runner) => runner.counts());
  return {
    runningTasksCount: counts.reduce((sum, { running }) => sum + running, 0),
    pendingTasksCount: counts.reduce((sum, { pending }) => sum + pending, 0),
  };
}

export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

export class EcsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
