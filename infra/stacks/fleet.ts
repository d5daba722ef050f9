import { join } from 'node:path';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Cluster, type ContainerImage, ContainerInsights, type FargateService } from 'aws-cdk-lib/aws-ecs';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { NamespaceType } from 'aws-cdk-lib/aws-servicediscovery';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { ECS_REMOVE_DEFAULT_DESIRED_COUNT } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { faultParameter } from '#fleet/faultParameters.ts';
import { METRIC_NAMESPACE } from '#fleet/metrics/figures.ts';
import { CLUSTER, type FleetService, SERVICE_NAMES, TASK_SIZE } from '#fleet/services.ts';
import { type FleetParts, type FleetServiceOptions, fleetService } from '../constructs/fleetService.ts';
import { publicNetwork } from '../constructs/publicNetwork.ts';
import { fleetImage } from '../fleetImage.ts';
import { readsFlags } from '../grantsOfLimits.ts';
import { explain } from '../nag.ts';
import type { FlagsStack } from './flags.ts';

const HTTP_PORT = 8080;
const STORE_PORT = 8081;
/** Of the task's 256 units the proxy of Service Connect keeps 64, or a service under load would starve it. */
const APP_CPU_UNITS = 192;
const urlOf = (name: FleetService) => `http://${name}:${HTTP_PORT}`;

// The heap may outgrow the container: what ends a leak is the container's limit, as the table of faults says, and not
// Node's own idea of half of it.
const SERVICE_COMMAND = ['node', '--expose-gc', '--max-semi-space-size=4', '--max-old-space-size=512', 'service.mjs'];

export interface FleetStackProps extends StackProps {
  /** tasks a service at the very first deploy; leave it out afterwards */
  tasks?: number;
  /** the image; tests bring one that needs no bundle */
  image?: ContainerImage;
  /** where the services read their breakers and limits; without it they have none */
  flags?: FlagsStack;
}

/**
 * The demo's services as Fargate tasks: orders calls users and payments, all keep connections to a small store, and a
 * load is on them. Deployed only when asked for (`-c fleet=true`), because it costs about $110 a month in us-east-1 with
 * two tasks a service (November 2026): eight tasks of a quarter of an ARM core $58, their public addresses $29, 27
 * custom metrics $8, and $16 for publishing them every ten seconds. That Forestall asks for them at that pace is $70
 * more. Destroy it when the demo is over.
 */
export class FleetStack extends Stack {
  #flags: FlagsStack | undefined;

  constructor(scope: Construct, id: string, { tasks, image, flags, ...props }: FleetStackProps = {}) {
    super(scope, id, { ...props, description: 'Forestall: the demo services on Fargate, and the load on them' });
    // Templates leave desiredCount out, so that a deploy does not undo a scaling.
    this.node.setContext(ECS_REMOVE_DEFAULT_DESIRED_COUNT, true);
    this.#flags = flags;
    const parts = this.#parts(image ?? fleetImage(join(import.meta.dirname, '..', '..')));

    const store = this.#surroundings(parts, 'Store', {
      name: 'store',
      command: ['node', 'store.mjs'],
      environment: { PORT: String(STORE_PORT) },
      serves: {
        port: STORE_PORT,
        protocol: 'tcp',
        healthCheck: `echo GET 1 | nc -w 2 127.0.0.1 ${STORE_PORT} | grep -q VALUE`,
      },
    });
    const users = this.#watched(parts, 'users', {}, tasks);
    const payments = this.#watched(parts, 'payments', {}, tasks);
    const orders = this.#watched(
      parts,
      'orders',
      { USERS_URL: urlOf('users'), PAYMENTS_URL: urlOf('payments') },
      tasks,
    );
    const load = this.#surroundings(parts, 'Load', {
      name: 'load',
      command: ['node', 'load.mjs'],
      environment: { ORDERS_URL: urlOf('orders'), USERS_URL: urlOf('users'), PAYMENTS_URL: urlOf('payments') },
    });
    readsParameters(load.role, this, SERVICE_NAMES);

    // A task of Service Connect knows the names that were there when it started.
    for (const service of [users, payments]) service.node.addDependency(store.service);
    orders.node.addDependency(users, payments);
    load.service.node.addDependency(orders);
  }

  #parts(image: ContainerImage): FleetParts {
    const { vpc, members } = publicNetwork(this, [HTTP_PORT, STORE_PORT]);
    const cluster = new Cluster(this, 'Cluster', {
      vpc,
      clusterName: CLUSTER,
      containerInsightsV2: ContainerInsights.DISABLED,
      // An HTTP namespace is free; names are resolved by the proxies, not by a hosted zone.
      defaultCloudMapNamespace: { name: CLUSTER, type: NamespaceType.HTTP, useForServiceConnect: true },
    });
    const logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    explain(
      cluster,
      'AwsSolutions-ECS4',
      'the fleet publishes its own figures; Container Insights would bill them again',
    );
    return { cluster, members, image, logs };
  }

  /** One of the services that Forestall watches, and may act on. */
  #watched(parts: FleetParts, name: FleetService, calls: Record<string, string>, tasks?: number): FargateService {
    const fault = new StringParameter(this, `${name}Fault`, {
      parameterName: faultParameter(name),
      stringValue: 'none',
      description: `What is broken in ${name}: none, or one of the demo's faults`,
    });
    const { service, role } = fleetService(this, name, parts, {
      name,
      command: SERVICE_COMMAND,
      cpuUnits: APP_CPU_UNITS,
      memoryMiB: TASK_SIZE.containerMemoryMiB,
      environment: {
        SERVICE_NAME: name,
        CLUSTER_NAME: CLUSTER,
        FAULT_PARAMETER: fault.parameterName,
        BIND_HOST: '0.0.0.0',
        PORT: String(HTTP_PORT),
        STORE_HOST: 'store',
        STORE_PORT: String(STORE_PORT),
        TASK_CPU_UNITS: String(APP_CPU_UNITS),
        TASK_MEMORY_MIB: String(TASK_SIZE.containerMemoryMiB),
        ...calls,
        ...this.#flagsOf(name),
      },
      serves: {
        port: HTTP_PORT,
        protocol: 'http',
        healthCheck: `wget -q -T 2 -O /dev/null http://127.0.0.1:${HTTP_PORT}/healthz`,
      },
      tags: { 'forestall:watch': 'true', 'forestall:act': 'true', 'forestall:owner': name },
      tasks,
    });
    service.node.addDependency(fault);
    publishes(role);
    readsParameters(role, this, [name]);
    if (this.#flags) readsFlags(role, this, this.#flags, name);
    return service;
  }

  /** Where a service asks AppConfig for its flags: application, environment and profile. */
  #flagsOf(name: FleetService): Record<string, string> {
    const own = this.#flags?.services.get(name);
    return own && this.#flags ? { FLAGS: `${this.#flags.application}/${own.environment}/${own.profile}` } : {};
  }

  #surroundings(parts: FleetParts, id: string, options: Omit<FleetServiceOptions, 'cpuUnits' | 'memoryMiB' | 'tags'>) {
    return fleetService(this, id, parts, { ...options, cpuUnits: APP_CPU_UNITS, memoryMiB: 256 });
  }
}

/** PutMetricData knows no resource; its namespace is what can be held to. */
function publishes(role: IRole): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
    }),
  );
  explain(role, 'AwsSolutions-IAM5', 'PutMetricData knows no resource; the condition holds it to one namespace', [
    'Resource::*',
  ]);
}

function readsParameters(role: IRole, stack: Stack, services: readonly FleetService[]): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ssm:GetParameters'],
      resources: services.map((name) =>
        stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: faultParameter(name).slice(1) }),
      ),
    }),
  );
}
