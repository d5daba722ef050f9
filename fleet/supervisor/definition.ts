import { DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { TASK_SIZE } from '../services.ts';

/** What a task definition says that matters for a process. */
export interface TaskDefinition {
  arn: string;
  cpuUnits: number;
  memoryMiB: number;
  environment: Record<string, string>;
}

/** Names that a task definition may set for its process. Others could change how the process itself is run. */
const SETTABLE = /^(FLEET|APP)_[A-Z0-9_]+$/;

export async function readDefinition(ecs: ECSClient, arn: string): Promise<TaskDefinition> {
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
  const container = taskDefinition?.containerDefinitions?.[0];
  if (!taskDefinition?.taskDefinitionArn || !container) {
    throw new Error(`the task definition ${arn} has no container; register it with one container of the fleet's image`);
  }
  const pairs = (container.environment ?? []).flatMap(({ name, value }) =>
    name !== undefined && value !== undefined && SETTABLE.test(name) ? [[name, value] as const] : [],
  );
  return {
    arn: taskDefinition.taskDefinitionArn,
    cpuUnits: container.cpu || Number(taskDefinition.cpu) || TASK_SIZE.cpuUnits,
    memoryMiB: container.memory || Number(taskDefinition.memory) || TASK_SIZE.containerMemoryMiB,
    environment: Object.fromEntries(pairs),
  };
}
