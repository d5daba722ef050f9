import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { autoScalingOf } from '#adapters/autoscaling/autoScaling.ts';
import { type StandIns, startStandIns } from './standIns.ts';

// The adapter through its SDK client against the stand-in, whose ECS has one service.
let desired: number;
let standIns: StandIns;
let client: ApplicationAutoScalingClient;

const ecs = {
  async send({ constructor: { name }, input }: { constructor: { name: string }; input: never }) {
    const asked: { services?: string[]; desiredCount?: number } = input;
    if (name === 'UpdateServiceCommand') desired = asked.desiredCount ?? desired;
    return { services: asked.services?.[0] === 'orders' ? [{ status: 'ACTIVE', desiredCount: desired }] : [] };
  },
} as unknown as ECSClient;

beforeEach(async () => {
  desired = 2;
  standIns = await startStandIns({ port: 0, ecs });
  client = new ApplicationAutoScalingClient({
    endpoint: standIns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 2_000 },
  });
});
afterEach(async () => {
  client.destroy();
  await standIns.stop();
});

test('a service that nobody registered has no bounds', async () => {
  expect(await autoScalingOf(client).bounds('demo', 'orders')).toBeUndefined();
});

test('bounds that are set are read, and a count outside of them is brought within', async () => {
  const scaling = autoScalingOf(client);
  await scaling.setBounds('demo', 'orders', { min: 1, max: 4 });
  expect(await scaling.bounds('demo', 'orders')).toEqual({ min: 1, max: 4, suspended: { out: false, in: false } });
  expect(desired).toBe(2);
  await scaling.setBounds('demo', 'orders', { min: 3, max: 4 });
  expect(desired).toBe(3);
  await scaling.setBounds('demo', 'orders', { min: 1, max: 1 });
  expect(desired).toBe(1);
});

test('what AWS refuses is refused', async () => {
  const scaling = autoScalingOf(client);
  await expect(scaling.setBounds('demo', 'orders', { min: 5, max: 4 })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Maximum capacity cannot be less than minimum capacity',
  });
  await expect(scaling.setBounds('demo', 'theirs', { min: 1, max: 4 })).rejects.toThrow("doesn't exist");
  await expect(
    client.send(
      new DeregisterScalableTargetCommand({
        ServiceNamespace: 'ecs',
        ResourceId: 'service/demo/users',
        ScalableDimension: 'ecs:service:DesiredCount',
      }),
    ),
  ).rejects.toMatchObject({ name: 'ObjectNotFoundException' });
});

test('an autoscaling that does not answer is an error', async () => {
  await standIns.stop();
  await expect(autoScalingOf(client).bounds('demo', 'orders')).rejects.toThrow();
});

test('a call that is not signed, or that no stand-in knows, is refused', async () => {
  const call = (headers: Record<string, string>) => fetch(standIns.url, { method: 'POST', headers, body: '{}' });
  expect((await call({ 'x-amz-target': 'AnyScaleFrontendService.DescribeScalableTargets' })).status).toBe(400);
  const answer = await call({ 'x-amz-target': 'Elsewhere.Do', authorization: 'AWS4-HMAC-SHA256 Credential=x' });
  expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
});
