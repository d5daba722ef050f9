import { CLUSTER } from '../../services.ts';
import type { Phase } from '../deployment.ts';
import type { Deployment } from '../history.ts';
import type { FleetServiceRunner } from '../service.ts';
import type { Task } from '../task.ts';

/** Where the cluster lives, e.g. `arn:aws:ecs:us-east-1:000000000000`. */
export type ArnPrefix = string;

export const clusterArn = (prefix: ArnPrefix) => `${prefix}:cluster/${CLUSTER}`;
export const serviceArn = (prefix: ArnPrefix, name: string) => `${prefix}:service/${CLUSTER}/${name}`;
export const serviceDeploymentArn = (prefix: ArnPrefix, name: string, deployment: string) =>
  `${prefix}:service-deployment/${CLUSTER}/${name}/${ownPart(deployment)}`;
export const serviceRevisionArn = (prefix: ArnPrefix, name: string, deployment: string) =>
  `${prefix}:service-revision/${CLUSTER}/${name}/${ownPart(deployment)}`;
const ownPart = (deployment: string) => deployment.slice(deployment.indexOf('/') + 1);
export const taskArn = (prefix: ArnPrefix, id: string) => `${prefix}:task/${CLUSTER}/${id}`;

export interface Tag {
  key: string;
  value: string;
}

const LAST_STATUS: Record<Phase, string> = {
  provisioning: 'PROVISIONING',
  pending: 'PENDING',
  running: 'RUNNING',
  stopping: 'DEACTIVATING',
  stopped: 'STOPPED',
};

/** The truth about a service, laid over what the emulator booked of it. */
export function serviceTruth(runner: FleetServiceRunner) {
  const { running, pending } = runner.counts();
  return {
    desiredCount: runner.desired,
    runningCount: running,
    pendingCount: pending,
    taskDefinition: runner.primary.definition.arn,
    deployments: runner.deployments.map((deployment) => deploymentShape(deployment, runner)),
    events: runner.events.list.map(({ id, createdAt, message }) => ({ id, createdAt: createdAt / 1000, message })),
  };
}

function deploymentShape(deployment: Deployment, runner: FleetServiceRunner) {
  const { running, pending } = runner.counts(deployment.id);
  const done = deployment.rolloutState === 'COMPLETED';
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.definition.arn,
    desiredCount: deployment.status === 'PRIMARY' ? deployment.desired : 0,
    runningCount: running,
    pendingCount: pending,
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt / 1000,
    updatedAt: deployment.updatedAt / 1000,
    launchType: 'FARGATE',
    rolloutState: deployment.rolloutState,
    rolloutStateReason: `ECS deployment ${deployment.id} ${done ? 'completed' : 'in progress'}.`,
  };
}

/** A task as ECS describes it; times in epoch seconds. */
export function taskShape(task: Task, prefix: ArnPrefix, tags: readonly Tag[] | undefined) {
  const arn = taskArn(prefix, task.id);
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
  const leaving = task.phase === 'stopping' || task.phase === 'stopped';
  const healthStatus = task.phase === 'running' ? task.health : 'UNKNOWN';
  return {
    taskArn: arn,
    clusterArn: clusterArn(prefix),
    taskDefinitionArn: task.definition.arn,
    group: `service:${task.service}`,
    startedBy: task.deployment,
    launchType: 'FARGATE',
    lastStatus: LAST_STATUS[task.phase],
    desiredStatus: leaving ? 'STOPPED' : 'RUNNING',
    healthStatus,
    cpu: String(task.definition.cpuUnits),
    memory: String(task.definition.memoryMiB),
    createdAt: seconds(task.createdAt),
    startedAt: seconds(task.startedAt),
    stoppingAt: seconds(task.stoppingAt),
    stoppedAt: seconds(task.stoppedAt),
    executionStoppedAt: seconds(task.stoppedAt),
    stopCode: task.stop?.code,
    stoppedReason: task.stop?.reason,
    version: 1,
    containers: [
      {
        containerArn: `${arn}/${task.service}`,
        taskArn: arn,
        name: task.service,
        lastStatus: LAST_STATUS[task.phase],
        healthStatus,
        exitCode: task.exitCode,
        reason: task.containerReason,
        cpu: String(task.definition.cpuUnits),
        memory: String(task.definition.memoryMiB),
      },
    ],
    ...(tags && { tags }),
  };
}
