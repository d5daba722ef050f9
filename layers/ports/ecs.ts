import type { EpochSeconds } from '#domain/time.ts';

export interface EcsDeployment {
  id: string;
  status: string;
  desired: number;
  running: number;
  pending: number;
  rollout: string | undefined;
}

export interface EcsServiceState {
  cluster: string;
  service: string;
  desired: number;
  running: number;
  pending: number;
  taskDefinition: string;
  deployments: EcsDeployment[];
  tags: Record<string, string>;
}

export interface EcsTask {
  arn: string;
  status: string;
  health: string;
  startedAt: EpochSeconds | undefined;
}

export interface Ecs {
  describe(cluster: string, service: string): Promise<EcsServiceState | undefined>;
  setDesired(cluster: string, service: string, desired: number): Promise<EcsServiceState>;
  redeploy(cluster: string, service: string): Promise<EcsServiceState>;
  tasks(cluster: string, service: string): Promise<EcsTask[]>;
  stopTask(cluster: string, task: string, reason: string): Promise<void>;
}
