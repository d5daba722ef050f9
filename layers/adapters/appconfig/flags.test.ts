import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { beforeEach, expect, test } from 'vitest';
import { EMPTY_DOCUMENT } from '#domain/flags/document.ts';
import type { FlagStore, ServiceFlags } from '#ports';
import { startAppConfig } from '#test/support/appConfig.ts';
import { ActionBusy } from '#usecases/actionType.ts';
import { appConfigFlags } from './flags.ts';

type AppConfig = Awaited<ReturnType<typeof startAppConfig>>;
let aws: AppConfig;
let flags: FlagStore;
const OPEN = { breaker_payments: { enabled: true } };

beforeEach(async () => {
  aws = await startAppConfig(['billing', 'users', 'orders', 'payments']);
  const common = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 200, requestTimeout: 300, throwOnRequestTimeout: true },
  };
  const [control, data] = [new AppConfigClient(common), new AppConfigDataClient(common)];
  flags = appConfigFlags(
    () => control,
    () => data,
    () => ({ application: 'app', strategy: 'at-once' }),
  );
  aws.deploy('orders', EMPTY_DOCUMENT);
  return () => aws.stop();
});

async function seen(): Promise<ServiceFlags> {
  const read = await flags.read('orders');
  if (!read) throw new Error('orders reads no flags');
  return read;
}

test('a service that has no environment reads no flags', async () => {
  expect(await flags.read('search')).toBeUndefined();
  expect(await flags.read('orders')).toMatchObject({ flags: {}, deployment: 1, underWay: null });
});

test('a flag is set beside all others, as AppConfig wants it defined, and is told to who asks', async () => {
  aws.deploy('orders', {
    version: '1',
    flags: { new_checkout: { name: 'New checkout', attributes: { share: { constraints: { type: 'number' } } } } },
    values: { new_checkout: { enabled: true, share: 0.5 } },
  });
  await flags.set('orders', OPEN, await seen(), 'opens it');
  await flags.set(
    'orders',
    { rate_limit: { enabled: true, requests_per_second: 2.8, tasks: 2 } },
    await seen(),
    'limits',
  );
  expect(aws.values('orders')).toEqual({
    new_checkout: { enabled: true, share: 0.5 },
    breaker_payments: { enabled: true },
    rate_limit: { enabled: true, requests_per_second: 2.8, tasks: 2 },
  });
  expect(aws.deployments('orders').at(-1)).toMatchObject({ DeploymentNumber: 4, Description: 'limits' });
  expect(await flags.served('orders')).toMatchObject(OPEN);
  expect((await seen()).since).toBeCloseTo(Date.now() / 1000, -1);
});

test('what was deployed since it was seen is not overwritten', async () => {
  const before = await seen();
  aws.deploy('orders', {
    ...EMPTY_DOCUMENT,
    flags: { other: { name: 'other' } },
    values: { other: { enabled: true } },
  });
  await expect(flags.set('orders', OPEN, before, 'opens it')).rejects.toThrow(ActionBusy);
  expect(aws.values('orders')).toEqual({ other: { enabled: true } });
});

test('of two at once one wins, and the other is told', async () => {
  const before = await seen();
  const both = await Promise.allSettled([
    flags.set('orders', OPEN, before, 'one'),
    flags.set('orders', { breaker_users: { enabled: true } }, before, 'two'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(Object.keys(aws.values('orders'))).toHaveLength(1);
});

test('while a deployment is under way no other is begun, and it is seen', async () => {
  aws.state.begins = 'DEPLOYING';
  aws.deploy('orders', EMPTY_DOCUMENT);
  const during = await seen();
  expect(during).toMatchObject({ deployment: 2, underWay: { number: 2, description: 'by hand' } });
  await expect(flags.set('orders', OPEN, during, 'opens it')).rejects.toThrow('still in progress');
});

test('what was rolled back or reverted is not in force, nor what another profile was given', async () => {
  await flags.set('orders', OPEN, await seen(), 'opens it');
  aws.deploy('orders', EMPTY_DOCUMENT);
  aws.finish('orders', 'ROLLED_BACK');
  aws.deploy('orders', EMPTY_DOCUMENT, 'p-other');
  expect(await seen()).toMatchObject({ flags: OPEN, deployment: 4 });
});

test('many deployments later the newest is still found', async () => {
  for (let count = 0; count < 60; count += 1) aws.deploy('orders', EMPTY_DOCUMENT);
  await flags.set('orders', OPEN, await seen(), 'opens it');
  expect(await seen()).toMatchObject({ flags: OPEN, deployment: 62 });
});

test('AppConfig is asked again when it fails, and given up when it stays away', async () => {
  aws.state.failing = 2;
  expect(await flags.read('orders')).toBeDefined();
  aws.state.failing = 1_000;
  await expect(flags.read('orders')).rejects.toThrow('try again');
  aws.state.failing = 0;
  aws.state.silent = true;
  await expect(flags.read('orders')).rejects.toThrow();
});

test('a deployment whose answer was lost was begun, and the repeat of the call says so', async () => {
  aws.state.loses = true;
  await expect(flags.set('orders', OPEN, await seen(), 'opens it')).rejects.toThrow(ActionBusy);
  expect(await seen(), 'the SDK asked once more, and the number was no longer the one seen').toMatchObject({
    flags: OPEN,
    deployment: 2,
  });
});
