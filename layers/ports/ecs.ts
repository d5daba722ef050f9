import type { EpochSeconds } from '#domain/time.ts';

export interface EcsDeployment {
  id: string;
  /** PRIMARY is the one that the service should end up with; while it is under way the ones before are ACTIVE */
  status: string;
  taskDefinition: string;
  desired: number;
  running: number;
  pending: number;
  /** IN_PROGRESS, COMPLETED or FAILED */
  rollout: string | undefined;
  createdAt: EpochSeconds | undefined;
  /** when it was told to be complete, as long as ECS remembers (its last hundred events) */
  completedAt: EpochSeconds | undefined;
}

export interface EcsServiceState {
  cluster: string;
  service: string;
  desired: number;
  running: number;
  pending: number;
  taskDefinition: string;
  /** who carries its deployments out: ECS itself, CODE_DEPLOY, or EXTERNAL */
  controller: string;
  deployments: EcsDeployment[];
  tags: Record<string, string>;
}

export interface EcsTask {
  arn: string;
  status: string;
  health: string;
  startedAt: EpochSeconds | undefined;
}

/** A deployment of a service that was once asked for, as ECS's history has it (90 days). */
export interface EcsRelease {
  taskDefinition: string;
  /** it ended with every task of the new version healthy */
  successful: boolean;
  createdAt: EpochSeconds;
}

export interface Ecs {
  describe(cluster: string, service: string): Promise<EcsServiceState | undefined>;
  setDesired(cluster: string, service: string, desired: number): Promise<EcsServiceState>;
  redeploy(cluster: string, service: string): Promise<EcsServiceState>;
  /** starts a deployment of this task definition */
  setTaskDefinition(cluster: string, service: string, taskDefinition: string): Promise<EcsServiceState>;
  /** the newest first, at least the last twenty where there were so many */
  releases(cluster: string, service: string): Promise<EcsRelease[]>;
  /** whether tasks can be started from it: a deregistered one is kept, but starts nothing */
  isRegistered(taskDefinition: string): Promise<boolean>;
  tasks(cluster: string, service: string): Promise<EcsTask[]>;
  stopTask(cluster: string, task: string, reason: string): Promise<void>;
}
