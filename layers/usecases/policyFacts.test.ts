import { expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aPolicy, aService } from '#domain/fixtures.ts';
import { aPrediction } from '#domain/prediction/predictions.fixture.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import { readPolicyFacts } from './policyFacts.ts';

const services = ['orders', 'users', 'payments'].map((name) => aService({ name }));
const deployment = (change: object) => ({
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinition: 'orders:1',
  desired: 2,
  running: 2,
  pending: 0,
  rollout: 'COMPLETED',
  createdAt: NOW - 900,
  completedAt: NOW - 600,
  ...change,
});
const ecsService = (deployments: ReturnType<typeof deployment>[]) => ({
  cluster: 'demo',
  service: 'orders',
  desired: 2,
  running: 2,
  pending: 0,
  taskDefinition: 'orders:1',
  controller: 'ECS',
  deployments,
  tags: {},
});

async function facts(conditions: string[], change: Partial<World> = {}, break_ = '') {
  const asked: string[] = [];
  const world = newWorld({ services, ...change });
  const ports = inMemory(world, [], async (call, when) => {
    if (when !== 'before') return;
    asked.push(call);
    if (call === break_) throw new Error('it does not answer');
  });
  const read: { service: string; metric: string; seconds: number }[] = [];
  const configuration = Configuration.parse({
    slos: { checkout: { service: 'payments', objective: '99%' } },
  });
  const series: typeof ports.series = {
    read(request) {
      read.push({ service: request.service, metric: request.metric, seconds: request.until - request.from });
      return ports.series.read(request);
    },
  };
  const policies = conditions.map((condition, index) =>
    aPolicy({ id: `policy_${index}`, condition, service: 'orders' }),
  );
  const found = await readPolicyFacts(policies, services, { ...ports, configuration, series });
  return { ...found, asked, read, logged: world.logged };
}

test('what no condition asks is not read', async () => {
  const { asked, ...found } = await facts(['cpu_usage > 5 and time in "Mon-Fri UTC"', 'anomaly()']);
  expect(asked).toEqual([]);
  expect(found).toMatchObject({ told: [], predictions: [], recent: [], deployments: {} });
  expect(Object.keys(found.slos)).toEqual(['checkout']);
});

test('a series is read once, as far back as the longest window and what may come late', async () => {
  const points = [{ at: NOW - 60, value: 7 }];
  const { read, recent } = await facts(
    ['avg(cpu_usage, 5m) > 5', 'not max(cpu_usage, 1h) > 5 and users.min(error_rate, 5m) > 1%'],
    { points: new Map([['orders/cpu_usage', points]]) },
  );
  expect(read).toEqual([
    { service: 'orders', metric: 'cpu_usage', seconds: 3_600 + 900 },
    { service: 'users', metric: 'error_rate', seconds: 300 + 900 },
  ]);
  expect(recent).toEqual([
    { service: 'orders', metric: 'cpu_usage', points },
    { service: 'users', metric: 'error_rate', points: [] },
  ]);
});

test('an objective asks for its metric and for the requests of its service; a count asks of every service', async () => {
  const burn = await facts(['burn_rate(checkout, 1h) > 5']);
  expect(burn.read.map(({ service, metric }) => `${service}/${metric}`)).toEqual([
    'payments/error_rate',
    'payments/request_rate',
  ]);
  const count = await facts(['count(services where avg(cpu_usage, 5m) > 5 and not deploying) >= 2']);
  expect(count.read.map(({ service }) => service)).toEqual(['orders', 'users', 'payments']);
  expect(count.asked.filter((call) => call === 'ecs.describe')).toHaveLength(3);
});

test('a deployment is under way while one before it is there, or it is in progress; else it ended when it was told to', async () => {
  const of = async (...deployments: ReturnType<typeof deployment>[]) =>
    (await facts(['not deploying for 10m'], { ecs: new Map([['orders', ecsService(deployments)]]) })).deployments
      .orders;
  expect(await of(deployment({}))).toEqual([{ from: NOW - 900, until: NOW - 600 }]);
  expect(await of(deployment({}), deployment({ status: 'ACTIVE' }))).toEqual([{ from: NOW - 900, until: null }]);
  expect(await of(deployment({ rollout: 'IN_PROGRESS' }))).toEqual([{ from: NOW - 900, until: null }]);
  expect(await of(deployment({ completedAt: undefined }))).toEqual([{ from: NOW - 900, until: NOW - 900 }]);
});

test('forecasts are read where one is asked for, also inside a count', async () => {
  const predictions = [aPrediction()];
  expect((await facts(['forecast(cpu_usage, 1h) > 90'], { predictions })).predictions).toEqual(predictions);
  expect(
    (await facts(['count(services where forecast(cpu_usage, 1h) > 90) > 1'], { predictions })).predictions,
  ).toEqual(predictions);
});

test.each([
  ['series.read', 'recent values cannot be read: what asks for them is unknown'],
  ['ecs.describe', 'deployments cannot be read: what asks for them is unknown'],
  ['predictions.all', 'the forecasts cannot be read: what asks for them is unknown'],
])('where %s fails, the rest is read and what asked for it is unknown', async (call, message) => {
  const all = ['avg(cpu_usage, 5m) > 5', 'deploying', 'forecast(cpu_usage, 1h) > 90'];
  const world = {
    predictions: [aPrediction()],
    points: new Map([['orders/cpu_usage', [{ at: NOW - 60, value: 7 }]]]),
    ecs: new Map([['orders', ecsService([deployment({})])]]),
  };
  const found = await facts(all, world, call);
  expect(found.logged).toContain(message);
  expect([found.recent.length, Object.keys(found.deployments).length, found.predictions.length].sort()).toEqual([
    0, 1, 1,
  ]);
});

test('of a service that runs where nobody can look, and of one that is gone, no deployment is known', async () => {
  expect((await facts(['deploying'])).deployments).toEqual({});
});
