import { Duration, Tags } from 'aws-cdk-lib';
import type { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AppProtocol,
  type Cluster,
  type ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type HealthCheck,
  LogDriver,
  OperatingSystemFamily,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { CLUSTER, TASK_SIZE } from '#fleet/services.ts';
import { explain } from '../nag.ts';

/** What all members of the fleet share. */
export interface FleetParts {
  cluster: Cluster;
  members: SecurityGroup;
  image: ContainerImage;
  logs: ILogGroup;
}

export interface FleetServiceOptions {
  /** its name in ECS, in the logs, and for those that call it */
  name: string;
  command: string[];
  environment: Record<string, string>;
  cpuUnits: number;
  memoryMiB: number;
  /** what others reach it at; without it nobody calls */
  serves?: { port: number; protocol: 'http' | 'tcp'; healthCheck: string };
  tags?: Record<string, string>;
  /** tasks of the very first deploy; left out ever after, so that a deploy does not undo a scaling */
  tasks?: number;
}

/** One member of the fleet on Fargate. @returns the service and the role that its code runs with */
export function fleetService(
  scope: Construct,
  id: string,
  { cluster, members, image, logs }: FleetParts,
  { name, command, environment, cpuUnits, memoryMiB, serves, tags = {}, tasks }: FleetServiceOptions,
): { service: FargateService; role: IRole } {
  const definition = new FargateTaskDefinition(scope, `${id}Task`, {
    family: `${CLUSTER}-${name}`,
    cpu: TASK_SIZE.cpuUnits,
    memoryLimitMiB: TASK_SIZE.taskMemoryMiB,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  definition.addContainer(name, {
    image,
    command,
    environment,
    cpu: cpuUnits,
    memoryLimitMiB: memoryMiB,
    readonlyRootFilesystem: true,
    stopTimeout: Duration.seconds(30),
    logging: LogDriver.awsLogs({ logGroup: logs, streamPrefix: name }),
    ...(serves && {
      healthCheck: healthCheck(serves.healthCheck),
      portMappings: [
        {
          name,
          containerPort: serves.port,
          ...(serves.protocol === 'http' ? { appProtocol: AppProtocol.http } : {}),
        },
      ],
    }),
  });
  const service = new FargateService(scope, id, {
    cluster,
    serviceName: name,
    taskDefinition: definition,
    ...(tasks === undefined ? {} : { desiredCount: tasks }),
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    assignPublicIp: true,
    securityGroups: [members],
    propagateTags: PropagatedTagSource.SERVICE,
    serviceConnectConfiguration: {
      ...(serves && { services: [{ portMappingName: name, dnsName: name, port: serves.port }] }),
    },
  });
  for (const [key, value] of Object.entries(tags)) Tags.of(service).add(key, value);
  explain(definition, 'AwsSolutions-ECS2', 'the environment says where things are; nothing in it is secret');
  explain(definition, 'AwsSolutions-IAM5', 'ecr:GetAuthorizationToken knows no resource', ['Resource::*']);
  return { service, role: definition.taskRole };
}

/** Every 5 s, the most often that ECS offers; as under the supervisor five misses make a task unhealthy. */
const healthCheck = (command: string): HealthCheck => ({
  command: ['CMD-SHELL', command],
  interval: Duration.seconds(5),
  timeout: Duration.seconds(3),
  retries: 5,
  startPeriod: Duration.seconds(10),
});
