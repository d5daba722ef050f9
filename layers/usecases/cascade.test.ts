import { readFileSync } from 'node:fs';
import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { beforeEach, expect, test } from 'vitest';
import { someClients } from '#adapters/actions/clients.fixture.ts';
import { actionTypes } from '#adapters/actions/registry.ts';
import { appConfigFlags } from '#adapters/appconfig/flags.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { anAnomaly, aService, aValue } from '#domain/fixtures.ts';
import { EMPTY_DOCUMENT } from '#domain/flags/document.ts';
import { loadPolicyFile } from '#domain/policy/load.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import { startAppConfig } from '#test/support/appConfig.ts';
import { considerPolicies } from './considerPolicies.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import type { Next } from './next.ts';
import { requestUndo } from './requestUndo.ts';
import { act, admit, undo } from './runRemediation.ts';
import { verify } from './verifyAction.ts';

const NAMES = ['orders', 'users', 'payments'];
let aws: Awaited<ReturnType<typeof startAppConfig>>;
let world: World;
let ports: ReturnType<typeof inMemory>;

beforeEach(async () => {
  aws = await startAppConfig(NAMES);
  aws.state.now = () => world.now * 1000;
  const file = new URL('../../policies/global.yml', import.meta.url);
  const { policies } = loadPolicyFile('global.yml', readFileSync(file, 'utf8'), {
    configuration: Configuration.parse({}),
    now: 0,
  });
  world = newWorld({
    policies,
    services: NAMES.map((name) => aService({ name, depends_on: name === 'orders' ? ['users', 'payments'] : [] })),
    anomalies: NAMES.map((service) =>
      anAnomaly({
        id: `anomaly_${service}`,
        service,
        metric: 'latency_p50',
        detected_at: toInstant(NOW - 30),
        updated_at: toInstant(NOW - 5),
      }),
    ),
  });
  shows(950);
  for (const name of NAMES) aws.deploy(name, EMPTY_DOCUMENT);
  const common = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: true },
  };
  const [control, data] = [new AppConfigClient(common), new AppConfigDataClient(common)];
  const flags = appConfigFlags(
    () => control,
    () => data,
    () => ({ application: 'app', strategy: 'at-once' }),
  );
  const clients = someClients({
    flags,
    services: { all: async () => world.services },
    latest: { of: async () => world.latest },
    ecs: { ...someClients({}).ecs, describe: async () => undefined },
  });
  ports = inMemory(world, [...actionTypes(clients).values()]);
  return () => aws.stop();
});

/** What orders' requests take now, in milliseconds; the others stay slow. */
function shows(ms: number): void {
  const at = world.now - 2;
  world.latest = NAMES.flatMap((service) => [
    aValue({
      service,
      metric: 'latency_p50',
      at,
      value: service === 'orders' ? ms : 920,
      expected: 20,
      lower: 5,
      upper: 60,
    }),
    aValue({ service, metric: 'request_rate', at, value: 14, expected: 14, lower: 8, upper: 20 }),
  ]);
}

const find = (type: string): Action => {
  const found = [...world.actions.values()].find((one) => one.type === type);
  if (!found) throw new Error(`there is no ${type}`);
  return found;
};
const tasks = { admit, act, verify, undo };

/** One step of an action's state machine; ten seconds pass while it waits. */
async function step({ id, next }: Next): Promise<Next> {
  if (next === 'wait') {
    world.now += 10;
    shows(aws.values('orders').breaker_payments?.enabled ? 22 : 950);
    return { id, next: 'verify', wait_seconds: 0 };
  }
  if (next === 'finish' || next === 'ask' || next === 'end') throw new Error(`${id} came to ${next}`);
  return tasks[next](id, ports);
}
async function until(from: Next, reached: (next: Next) => boolean): Promise<Next> {
  let next = from;
  for (let count = 0; count < 100 && !reached(next); count += 1) next = await step(next);
  return next;
}
const begin = ({ id }: Action): Next => ({ id, next: 'admit', wait_seconds: 0 });

test('a cascade: all breakers open at once, then the entry is limited when AppConfig is free, and both are taken back', async () => {
  await considerPolicies(undefined, ports);
  const breaker = find('circuit_breaker');
  const limiter = find('rate_limiter');
  expect([breaker, limiter]).toMatchObject([
    { service: 'orders', status: 'started', cause: { failing: NAMES.toSorted() } },
    { service: 'orders', status: 'started', ladder: breaker.id },
  ]);
  expect(find('alert').status, 'people are told at once').toBe('succeeded');

  aws.state.begins = 'DEPLOYING';
  const waiting = await until(begin(breaker), ({ next }) => next === 'wait');
  const busy = await until(begin(limiter), ({ next }) => next === 'wait');
  expect(aws.deployments('orders'), 'one deployment at a time').toHaveLength(2);
  expect(find('rate_limiter').acted_at, 'nothing was done yet').toBeNull();
  aws.finish('orders');
  aws.state.begins = 'COMPLETE';
  expect(aws.values('orders')).toEqual({ breaker_users: { enabled: true }, breaker_payments: { enabled: true } });

  await until(busy, () => find('rate_limiter').acted_at !== null);
  expect(aws.values('orders').rate_limit).toEqual({ enabled: true, requests_per_second: 2.8, tasks: 1 });
  await until(waiting, ({ next }) => next === 'end');
  expect(find('circuit_breaker')).toMatchObject({ status: 'succeeded', verdict: 'helped' });
  expect(find('circuit_breaker').lease_until).not.toBeNull();

  const wish = { id: breaker.id, by: 'key:admin', namespaces: null, reason: 'the callees are well' };
  expect(await requestUndo(wish, ports)).toMatchObject({ outcome: 'asked' });
  await until({ id: breaker.id, next: 'undo', wait_seconds: 0 }, ({ next }) => next === 'end');
  expect(aws.values('orders')).toMatchObject({
    breaker_users: { enabled: false },
    breaker_payments: { enabled: false },
    rate_limit: { enabled: true },
  });
});

test("somebody's deployment that takes too long is said, and nothing was done", async () => {
  await considerPolicies(undefined, ports);
  aws.state.begins = 'BAKING';
  aws.deploy('orders', EMPTY_DOCUMENT);
  await until(begin(find('circuit_breaker')), ({ next }) => next === 'end');
  const { status, verdict, verdict_reason, acted_at } = find('circuit_breaker');
  expect({ status, verdict, acted_at }).toEqual({ status: 'failed', verdict: null, acted_at: null });
  expect(verdict_reason).toContain('AppConfig carries out deployment 2 (by hand) of orders now');
  expect(aws.deployments('orders')).toHaveLength(2);
});
