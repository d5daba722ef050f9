import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { beforeEach, describe, expect, test } from 'vitest';
import { aService, aValue } from '#domain/fixtures.ts';
import { EMPTY_DOCUMENT } from '#domain/flags/document.ts';
import type { Service } from '#domain/service/service.ts';
import type { FlagStore, Gateway, StageLimit } from '#ports';
import { startAppConfig } from '#test/support/appConfig.ts';
import {
  ActionBusy,
  ActionDrift,
  ActionHeld,
  type ActionTools,
  type ActionType,
  type Plan,
} from '#usecases/actionType.ts';
import { someClients } from '../../actions/clients.fixture.ts';
import { actionTypes } from '../../actions/registry.ts';
import { appConfigFlags } from '../flags.ts';
import { ASKED_AGAIN_SECONDS } from './flagChange.ts';

let aws: Awaited<ReturnType<typeof startAppConfig>>;
let flags: FlagStore;
let services: Service[];
let stage: Record<string, StageLimit> | undefined;
let gateways: Record<string, Gateway>;
let held: boolean;
let failing: string[];
let writes: number;
let types: ReadonlyMap<string, ActionType>;

const tools = (later = 0): ActionTools => ({
  id: 'action_1',
  now: Date.now() / 1000 + later,
  trigger: { failing },
  async mayChange() {
    if (held) throw new ActionHeld('switched off: test');
  },
});
const type = (name: string): ActionType => {
  const found = types.get(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
const serviceOf = (name: string): Service => {
  const found = services.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};
async function planned(name: string, parameters: Plan, service = 'orders'): Promise<Plan> {
  const made = await type(name).plan(serviceOf(service), parameters, tools());
  if (made.plan === undefined) throw new Error(made.nothing);
  return JSON.parse(JSON.stringify(made.plan)); // as it is kept with the action
}
const nothing = async (name: string, parameters: Plan, service = 'orders') =>
  (await type(name).plan(serviceOf(service), parameters, tools())).nothing;

beforeEach(async () => {
  aws = await startAppConfig(['orders', 'users', 'payments']);
  const common = {
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true },
  };
  const [control, data] = [new AppConfigClient(common), new AppConfigDataClient(common)];
  flags = appConfigFlags(
    () => control,
    () => data,
    () => ({ application: 'app', strategy: 'at-once' }),
  );
  for (const name of ['orders', 'users', 'payments']) aws.deploy(name, EMPTY_DOCUMENT);
  services = [
    aService({ name: 'orders', depends_on: ['users', 'payments'] }),
    aService({ name: 'users' }),
    aService({ name: 'payments' }),
    aService({ name: 'search', depends_on: ['users'], may_act: false }),
  ];
  stage = { '*': { rate: 100, burst: 200 } };
  gateways = {};
  held = false;
  failing = [];
  writes = 0;
  const { ecs } = someClients({});
  types = actionTypes(
    someClients({
      flags,
      services: { all: async () => services },
      latest: { of: async () => [aValue({ metric: 'request_rate', value: 42, expected: 14 })] },
      gateways: () => gateways,
      throttling: {
        read: async () => stage,
        write: async (_gateway, limits) => {
          writes += 1;
          stage = { ...limits };
        },
      },
      ecs: {
        ...ecs,
        describe: async (cluster, service) => ({
          cluster,
          service,
          desired: 2,
          running: 2,
          pending: 0,
          taskDefinition: 't:1',
          controller: 'ECS',
          deployments: [],
          tags: {},
        }),
      },
    }),
  );
  return () => aws.stop();
});

describe('circuit_breaker', () => {
  test('opens the breaker of the caller towards what it names, once, is taken up, and is undone', async () => {
    const breaker = type('circuit_breaker');
    const plan = await planned('circuit_breaker', { mode: 'enable', dependency: 'payments' });
    expect(plan.what).toBe('opens the breaker of orders towards payments');
    await breaker.act(plan, tools());
    await breaker.act(plan, tools());
    expect(aws.values('orders')).toEqual({ breaker_payments: { enabled: true } });
    expect(aws.deployments('orders')).toHaveLength(2);
    expect(await breaker.settled(plan, tools())).toMatchObject({
      state: 'moving',
      what: expect.stringContaining('asks for its flags again'),
    });
    expect(await breaker.settled(plan, tools(ASKED_AGAIN_SECONDS + 1))).toEqual({ state: 'settled' });
    await breaker.undo?.(plan, tools());
    await breaker.undo?.(plan, tools());
    expect(aws.values('orders')).toEqual({ breaker_payments: { enabled: false } });
    expect(aws.deployments('orders')).toHaveLength(3);
  });

  test('it has not been taken up while the deployment goes on, nor when that is rolled back', async () => {
    const breaker = type('circuit_breaker');
    const plan = await planned('circuit_breaker', { dependency: 'payments' });
    aws.state.begins = 'DEPLOYING';
    await breaker.act(plan, tools());
    expect(await breaker.settled(plan, tools(100))).toEqual({ state: 'moving', what: 'deployment 2 is under way' });
    aws.finish('orders', 'ROLLED_BACK');
    expect(await breaker.settled(plan, tools(100))).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('drift'),
    });
  });

  test('while somebody else deploys it waits, and then does it or sees that it changed', async () => {
    const breaker = type('circuit_breaker');
    const plan = await planned('circuit_breaker', { dependency: 'payments' });
    aws.state.begins = 'DEPLOYING';
    aws.deploy('orders', EMPTY_DOCUMENT);
    await expect(breaker.act(plan, tools())).rejects.toThrow(ActionBusy);
    aws.finish('orders');
    aws.state.begins = 'COMPLETE';
    await breaker.act(plan, tools());
    expect(aws.values('orders')).toEqual({ breaker_payments: { enabled: true } });
  });

  test("a person's later change wins, of the flag itself and of no other", async () => {
    const breaker = type('circuit_breaker');
    const plan = await planned('circuit_breaker', { dependency: 'payments' });
    await breaker.act(plan, tools());
    const by = (document: object) => aws.deploy('orders', { version: '1', ...document });
    by({
      flags: { breaker_payments: { name: 'b' }, other: { name: 'o' } },
      values: { breaker_payments: { enabled: true }, other: { enabled: true } },
    });
    await breaker.undo?.(plan, tools());
    expect(aws.values('orders')).toEqual({ breaker_payments: { enabled: false }, other: { enabled: true } });
    const again = await planned('circuit_breaker', { dependency: 'payments' });
    const attributes = { share: { constraints: { type: 'number' } } };
    by({
      flags: { breaker_payments: { name: 'b', attributes } },
      values: { breaker_payments: { enabled: true, share: 1 } },
    });
    await expect(breaker.act(again, tools())).rejects.toThrow(ActionDrift);
  });

  test('a guard of the last moment keeps it from changing anything', async () => {
    const plan = await planned('circuit_breaker', { dependency: 'payments' });
    held = true;
    await expect(type('circuit_breaker').act(plan, tools())).rejects.toThrow(ActionHeld);
    expect(aws.deployments('orders')).toHaveLength(1);
  });

  test('without a target it takes the calls into what fails, of callers that consent, in one deployment each', async () => {
    failing = ['users', 'payments', 'orders'];
    const plan = await planned('circuit_breaker', { mode: 'enable' });
    await type('circuit_breaker').act(plan, tools());
    expect(aws.values('orders')).toEqual({ breaker_users: { enabled: true }, breaker_payments: { enabled: true } });
    expect(aws.deployments('orders')).toHaveLength(2);
    expect(JSON.stringify(plan), 'search does not carry forestall:act').not.toContain('search');
  });

  test('an empty target means nothing', async () => {
    expect(await nothing('circuit_breaker', {})).toContain('no dependency is named');
    expect(await nothing('circuit_breaker', { dependency: 'search' })).toBe(
      'orders does not call search: by forestall.yml it calls users and payments',
    );
    expect(await nothing('circuit_breaker', { mode: 'disable', dependency: 'users' })).toContain('closed already');
    expect(await nothing('circuit_breaker', { dependency: 'users' }, 'search')).toContain('search reads no flags');
    failing = ['orders'];
    expect(await nothing('circuit_breaker', {})).toBe('nothing calls orders');
  });
});

describe('rate_limiter', () => {
  test.each([
    ['gentle', 11.2],
    ['moderate', 7],
    ['aggressive', 2.8],
    [25, 25],
    ['5/s', 5],
  ])('%s is %d of a normal 14 a second, shared by its two tasks, whatever comes now', async (mode, rate) => {
    const plan = await planned('rate_limiter', { mode });
    await type('rate_limiter').act(plan, tools());
    expect(aws.values('orders')).toEqual({ rate_limit: { enabled: true, requests_per_second: rate, tasks: 2 } });
  });

  test('is undone to the former limit', async () => {
    await type('rate_limiter').act(await planned('rate_limiter', { mode: 25 }), tools());
    const plan = await planned('rate_limiter', { mode: 'aggressive' });
    await type('rate_limiter').act(plan, tools());
    expect(await type('rate_limiter').settled(plan, tools(60))).toEqual({ state: 'settled' });
    await type('rate_limiter').undo?.(plan, tools());
    expect(aws.values('orders')).toMatchObject({ rate_limit: { requests_per_second: 25 } });
    await type('rate_limiter').act(await planned('rate_limiter', { mode: 'off' }), tools());
    expect(aws.values('orders')).toMatchObject({ rate_limit: { enabled: false } });
    expect(await nothing('rate_limiter', { mode: 'off' })).toBe('orders is limited so already');
  });

  test('at a stage of API Gateway where the service has one, back to what it was', async () => {
    gateways = { orders: { kind: 'http', api: 'abc', stage: '$default' } };
    const limiter = type('rate_limiter');
    const plan = await planned('rate_limiter', { mode: 'moderate' });
    await limiter.act(plan, tools());
    await limiter.act(plan, tools());
    expect([stage, writes]).toEqual([{ '*': { rate: 7, burst: 7 } }, 1]);
    expect(await limiter.settled(plan, tools())).toEqual({ state: 'settled' });
    expect(aws.deployments('orders')).toHaveLength(1);
    await limiter.undo?.(plan, tools());
    expect(stage).toEqual({ '*': { rate: 100, burst: 200 } });
    stage = { '*': { rate: 3, burst: 3 } };
    await expect(limiter.act(plan, tools())).rejects.toThrow(ActionDrift);
    await expect(limiter.undo?.(plan, tools())).rejects.toThrow('somebody changed it');
    expect(await limiter.settled(plan, tools())).toMatchObject({ state: 'failed' });
  });

  test('of several that fail it limits those by which requests come in', async () => {
    failing = ['payments'];
    const plan = await planned('rate_limiter', { mode: 'aggressive' }, 'payments');
    expect(plan.what).toBe('limits orders to 2.8 requests a second');
  });

  test('what is not known is not limited', async () => {
    expect(await nothing('rate_limiter', { mode: 'gentle' }, 'users')).toContain('normal request rate of users');
    expect(await nothing('rate_limiter', { mode: 5 }, 'search')).toContain('search reads no flags and has no gateway');
    gateways = { orders: { kind: 'rest', api: 'gone', stage: 'prod' } };
    stage = undefined;
    expect(await nothing('rate_limiter', { mode: 5 })).toContain('API Gateway knows no stage prod of gone');
  });

  test('its parameters are checked, with what would be right', () => {
    const { check } = type('rate_limiter');
    for (const mode of ['brutal', 0, -1, '0/s', undefined]) {
      expect(check({ mode })[0], String(mode)).toMatchObject({
        pointer: '/mode',
        message: expect.stringMatching(/gentle.*aggressive/),
      });
    }
    for (const mode of ['gentle', 'off', 12, '2.5/s']) expect(check({ mode })).toEqual([]);
    expect(type('circuit_breaker').check({ mode: 'open' })[0]?.message).toContain('enabled');
  });
});
