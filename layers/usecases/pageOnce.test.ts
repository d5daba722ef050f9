import { beforeEach, expect, test } from 'vitest';
import { anAction, anAnomaly, aPolicy, aService } from '#domain/fixtures.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import { endStorm } from './pageOnce.ts';
import { startRemediation } from './startRemediation.ts';

const names = ['orders', 'users', 'payments', 'carts'];
let world: World;
const restart = {
  name: 'restart_container',
  changes: true,
  withoutUndo: 'x',
  check: () => [],
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' as const }),
};
const ports = () => inMemory(world, [restart]);
const policy = aPolicy({ updated_at: toInstant(0) });
const pages = () => [...world.actions.values()].filter(({ type }) => type === 'alert').map(({ reason }) => reason);

async function start(service = 'orders', past: readonly Action[] = []) {
  const cause = {
    kind: 'anomaly',
    id: `anomaly_${service}_${world.now}`,
    metric: 'cpu_usage',
    direction: 'up',
  } as const;
  const what = { type: 'restart_container', parameters: {} };
  return startRemediation(
    { policy, service, cause, rung: 0, attempt: 1, what, reason: 'x', requestedBy: 'policy:policy_1' },
    { service: aService({ name: service }), policy, past },
    { services: world.services, anomalies: world.anomalies, latest: [] },
    ports(),
  );
}
const troubled = (count: number) => {
  world.anomalies = names.slice(0, count).map((service) => anAnomaly({ id: `anomaly_${service}`, service }));
};
const spent = (count: number) =>
  world.budgets.set(
    'fleet',
    Array.from({ length: count }, (_, index) => ({ intent: `action_${index}`, at: world.now })),
  );

beforeEach(() => {
  world = newWorld({ services: names.map((name) => aService({ name })), policies: [policy] });
});

test('one page a storm, though it is held again and again, and for one reason after the other', async () => {
  troubled(3);
  await start();
  world.now += 60;
  await start('users');
  troubled(1);
  spent(10);
  await start('carts');
  expect(pages()).toEqual([expect.stringMatching(/3 of 4 services are unhealthy at once \(orders, users, payments\)/)]);
});

test("the fleet's spent budget is told; one service's own is not", async () => {
  world.budgets.set(
    'service#orders',
    [1, 2, 3].map((index) => ({ intent: `action_${index}`, at: NOW })),
  );
  expect((await start()).outcome).toBe('held');
  expect(pages()).toEqual([]);
  spent(10);
  expect((await start('users')).outcome).toBe('held');
  expect(pages()).toEqual([expect.stringMatching(/the fleet had its 10 actions of this hour/)]);
});

test('a storm ends when there is room again and an hour has passed, and the next one is told', async () => {
  spent(10);
  await start();
  spent(4); // some gave their share back
  await endStorm(ports());
  spent(10);
  await start('users');
  expect(pages(), 'the same hour').toHaveLength(1);
  world.now += 3_700;
  spent(8);
  await endStorm(ports());
  spent(10);
  await start();
  expect(pages(), 'less than half is free').toHaveLength(1);
  spent(5);
  await endStorm(ports());
  spent(10);
  await start('users');
  expect(pages()).toHaveLength(2);
});

test('a policy that gave up on a service says so once', async () => {
  const past = ['c', 'b', 'a'].map((id) => anAction({ id: `action_${id}`, verdict: 'no_effect' }));
  await start('orders', past);
  world.now += 60;
  await start('orders', past);
  expect(pages()).toEqual([expect.stringMatching(/cpu_high does nothing more for orders until somebody changes it/)]);
});
