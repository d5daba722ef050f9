import type { ECSClient } from '@aws-sdk/client-ecs';
import { beforeEach, expect, test } from 'vitest';
import type { TaskDefinition } from './definition.ts';
import type { FleetServiceRunner } from './service.ts';
import { versionsOf } from './versions.ts';

// An ECS that keeps task definitions and says which one a service has.
interface Registered {
  family?: string;
  containerDefinitions: { name: string; environment: { name: string; value: string }[] }[];
}
let registered: Registered[];
let booked: string;
const indexOf = (arn: string) => Number(arn.split(':').at(-1)) - 1;
const arnOf = (index: number) => `task-definition/forestall-demo-orders:${index + 1}`;
const commands: Record<string, (input: never) => unknown> = {
  DescribeTaskDefinitionCommand: ({ taskDefinition: arn }: { taskDefinition: string }) => ({
    taskDefinition: { ...registered[indexOf(arn)], taskDefinitionArn: arn },
  }),
  RegisterTaskDefinitionCommand: (input: Registered) => {
    registered.push(input);
    return { taskDefinition: { taskDefinitionArn: arnOf(registered.length - 1) } };
  },
  ListTaskDefinitionsCommand: () => ({ taskDefinitionArns: registered.map((_one, index) => arnOf(index)).reverse() }),
  UpdateServiceCommand: ({ taskDefinition }: { taskDefinition: string }) => {
    booked = taskDefinition;
    return {};
  },
};
const ecs = {
  send: async (command: { constructor: { name: string }; input: never }) =>
    commands[command.constructor.name]?.(command.input),
} as unknown as ECSClient;

let deployed: TaskDefinition[];
const runner = () => {
  const service = {
    name: 'orders',
    desired: 2,
    primary: { definition: { arn: arnOf(0), cpuUnits: 256, memoryMiB: 320, environment: {} } },
    deploy(definition: TaskDefinition) {
      deployed.push(definition);
      service.primary = { definition };
    },
  };
  return service as unknown as FleetServiceRunner;
};

beforeEach(() => {
  registered = [{ family: 'forestall-demo-orders', containerDefinitions: [{ name: 'orders', environment: [] }] }];
  deployed = [];
  booked = arnOf(0);
});

test('a bad version is another revision, booked and deployed once', async () => {
  const versions = versionsOf(ecs);
  const orders = runner();
  expect(await versions.releaseBad(orders)).toBe(2);
  expect(await versions.releaseBad(orders)).toBe(2);
  expect(registered).toHaveLength(2);
  expect(booked).toBe(arnOf(1));
  expect(deployed.map(({ arn, environment }) => [arn, environment])).toEqual([
    [arnOf(1), { APP_DIES_AFTER_REQUESTS: '40' }],
  ]);
});

test('healing goes back to the newest version that is none, and leaves a good one alone', async () => {
  const versions = versionsOf(ecs);
  const orders = runner();
  await versions.takeBack(orders);
  expect(deployed).toEqual([]);
  await versions.releaseBad(orders);
  await versions.takeBack(orders);
  expect(booked).toBe(arnOf(0));
  expect(deployed.map(({ arn }) => arn)).toEqual([arnOf(1), arnOf(0)]);
});
