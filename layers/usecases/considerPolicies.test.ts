import { beforeEach, describe, expect, test } from 'vitest';
import { anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { aPrediction, climbing } from '#domain/prediction/predictions.fixture.ts';
import { toInstant } from '#domain/time.ts';
import { considerPolicies } from './considerPolicies.ts';
import { harmless } from './harmless.fixture.ts';
import { type Gate, inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import { sweepIntents } from './sweepIntents.ts';

const types = [harmless('scale'), harmless('restart_container')];

let world: World;
beforeEach(() => {
  world = newWorld({
    services: [aService(), aService({ name: 'users' })],
    policies: [aPolicy({ id: 'policy_1', condition: 'anomaly(cpu_usage)' })],
    anomalies: [anomaly()],
    latest: [aValue({ value: 90, at: NOW - 20 }), aValue({ service: 'users', at: NOW - 20 })],
  });
});
const anomaly = (change: Parameters<typeof anAnomaly>[0] = {}) =>
  anAnomaly({ detected_at: toInstant(NOW - 5), updated_at: toInstant(NOW - 5), ...change });
const consider = (only?: string, gate?: Gate) => considerPolicies(only, inMemory(world, types, gate));
const actions = () =>
  [...world.actions.values()].map(({ type, service, status, attempt, rung }) => ({
    type,
    service,
    status,
    attempt,
    rung,
  }));
const held = () => [...world.actions.values()].flatMap(({ guards }) => guards.filter(({ passed }) => !passed));

test('what follows from an anomaly is claimed and started once, however often it is judged', async () => {
  await consider();
  await consider('orders');
  await Promise.all([consider(), consider(), consider('orders')]);
  expect(actions()).toEqual([{ type: 'scale', service: 'orders', status: 'started', attempt: 1, rung: 0 }]);
  expect([...world.executions.keys()]).toEqual([...world.actions.keys()]);
});

test('a metric that is back before anything was done is left alone, though its episode is still open', async () => {
  world.latest = [aValue({ at: NOW - 20 })];
  await consider();
  expect(actions()).toMatchObject([{ status: 'held' }]);
  expect(held()).toMatchObject([{ guard: 'still_needed', reason: 'cpu_usage is back by itself' }]);
  world.latest = [aValue({ value: 90, at: NOW - 10 })];
  await consider();
  expect(actions()).toMatchObject([{ status: 'started' }]);
});

test('the record of one service judges no other', async () => {
  await consider('users');
  expect(actions()).toEqual([]);
});

test('the record of one service is what a policy for another may wait for', async () => {
  world.anomalies = [anomaly({ service: 'users' })];
  world.latest = [aValue({ at: NOW - 20 }), aValue({ service: 'users', at: NOW - 20 })];
  const of = (condition: string) => [aPolicy({ condition, service: 'orders' })];
  for (const condition of ['users.anomaly(cpu_usage)', 'count(services where anomaly()) >= 1']) {
    world.policies = of(condition);
    world.actions.clear();
    await consider('users');
    expect(actions()).toMatchObject([{ service: 'orders' }]);
  }
  world.policies = of('anomaly(cpu_usage) or cpu_usage > 5');
  world.actions.clear();
  await consider('users');
  expect(actions()).toEqual([]);
});

test('a disabled policy is not judged', async () => {
  world.policies = [aPolicy({ enabled: false, alerts: [{ type: 'alert', parameters: {} }] })];
  await consider();
  expect(actions()).toEqual([]);
});

test('an anomaly just read counts although no index shows it yet, and its own value with it', async () => {
  world.policies = [aPolicy({ condition: 'anomaly(cpu_usage) and cpu_usage > 65' })];
  world.anomalies = [];
  world.latest = [aValue({ value: 30, at: NOW - 30 })];
  const known = anomaly({ current_value: 90, updated_at: toInstant(NOW) });
  await considerPolicies('orders', inMemory(world, types), known);
  expect(actions()).toHaveLength(1);
  world.actions.clear();
  const resolved = { ...known, status: 'resolved' as const };
  world.anomalies = [known]; // the index is behind
  await considerPolicies('orders', inMemory(world, types), resolved);
  expect(actions()).toEqual([]);
});

test('an intent that a guard held is judged again while its cause lasts', async () => {
  Object.assign(world.kill, { enabled: false, reason: 'game day' });
  await consider();
  expect(actions()).toEqual([{ type: 'scale', service: 'orders', status: 'held', attempt: 1, rung: 0 }]);
  expect(held()[0]?.reason).toBe('switched off: game day');
  expect(world.executions.size + world.locks.size).toBe(0);
  world.kill.enabled = true;
  await consider();
  expect(actions()[0]?.status).toBe('started');
});

test('the switch that cannot be read holds', async () => {
  world.kill.unreadable = true;
  await consider();
  expect(held().map(({ guard, reason }) => [guard, reason])).toEqual([
    ['kill_switch', 'the kill switch cannot be read (TimeoutError), so nothing is done'],
  ]);
});

test('a deployment, or an ECS that does not answer, holds', async () => {
  const deployment = {
    id: '1',
    taskDefinition: 'orders:1',
    desired: 2,
    running: 2,
    pending: 0,
    rollout: undefined,
    createdAt: undefined,
    completedAt: undefined,
  };
  world.ecs.set('orders', {
    cluster: 'demo',
    service: 'orders',
    desired: 2,
    running: 2,
    pending: 0,
    taskDefinition: 'orders:1',
    controller: 'ECS',
    tags: {},
    deployments: [
      { ...deployment, status: 'PRIMARY' },
      { ...deployment, status: 'ACTIVE' },
    ],
  });
  await consider();
  expect(held().map(({ guard }) => guard)).toEqual(['deploying']);
  world.actions.clear();
  await consider(undefined, async (call, when) => {
    if (call === 'ecs.describe' && when === 'before') throw new Error('ThrottlingException');
  });
  expect(held()[0]?.reason).toContain('cannot be read');
});

test('where the trouble is a callee’s, the caller is left alone until that is repaired', async () => {
  world.services = [aService({ depends_on: ['users'] }), aService({ name: 'users' })];
  world.policies = [
    aPolicy({ condition: 'anomaly(latency_p99)', ladder: [{ type: 'restart_container', parameters: {} }] }),
  ];
  world.anomalies = [
    anomaly({ id: 'anomaly_1', metric: 'latency_p99' }),
    anomaly({ id: 'anomaly_2', service: 'users', metric: 'latency_p99' }),
  ];
  await consider();
  expect(actions().map(({ service, status }) => [service, status])).toEqual([
    ['orders', 'held'],
    ['users', 'started'],
  ]);
  expect(held().map(({ guard }) => guard)).toEqual(['dependency_healthy']);
  world.anomalies = world.anomalies.slice(0, 1);
  await consider();
  expect(actions().map(({ status }) => status)).toEqual(['started', 'started']);
});

test('alerts go out at once and once a cause, whatever holds the ladder', async () => {
  world.policies = [aPolicy({ alerts: [{ type: 'alert', parameters: { severity: 'high' } }] })];
  world.kill.enabled = false;
  await consider();
  await consider();
  expect(actions().map(({ type, status }) => [type, status])).toEqual([
    ['alert', 'succeeded'],
    ['scale', 'held'],
  ]);
});

test('an action type that is not built is held, and never done', async () => {
  world.policies = [aPolicy({ ladder: [{ type: 'circuit_breaker', parameters: { mode: 'enable' } }] })];
  await consider();
  expect(actions().map(({ status }) => status)).toEqual(['held']);
  expect(held()).toEqual([
    { guard: 'available', passed: false, reason: 'not available: this version has no such action type' },
  ]);
});

test('another attempt follows only when the last has ended, and not before the cooldown', async () => {
  await consider();
  const [first] = [...world.actions.values()];
  if (!first) throw new Error('nothing was started');
  world.now += 400;
  world.latest = world.latest.map((value) => ({ ...value, at: world.now - 20 }));
  await consider();
  expect(actions()).toHaveLength(1);
  world.actions.set(first.id, { ...first, status: 'failed', verdict: 'no_effect' });
  world.locks.delete('lock#orders');
  await consider();
  expect(actions().map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 'failed'],
    [2, 'started'],
  ]);
  const second = [...world.actions.values()][1];
  if (second) world.actions.set(second.id, { ...second, status: 'failed', verdict: 'no_effect' });
  world.locks.delete('lock#orders');
  world.now += 100;
  world.latest = world.latest.map((value) => ({ ...value, at: world.now - 20 }));
  await consider();
  expect(actions().at(-1)).toMatchObject({ attempt: 3, status: 'held' });
  expect(held().at(-1)?.reason).toContain('cools down until');
});

test('one policy that cannot be followed does not keep the others from acting, and is told', async () => {
  world.policies = [
    aPolicy({ id: 'policy_1', ladder: [{ type: 'scale', parameters: {} }] }),
    aPolicy({ id: 'policy_2', condition: 'anomaly(users.error_rate)', service: 'users' }),
  ];
  world.anomalies.push(anomaly({ id: 'anomaly_2', service: 'users', metric: 'error_rate' }));
  let first = true;
  const failing: Gate = async (call, when) => {
    if (call !== 'actions.ofCause' || when !== 'before' || !first) return;
    first = false;
    throw new Error('the table is throttled');
  };
  await expect(consider(undefined, failing)).rejects.toThrow('1 policies could not be followed');
  expect(actions().map(({ service }) => service)).toEqual(['users']);
});

describe('conditions that need no anomaly', () => {
  beforeEach(() => {
    world.anomalies = [];
    world.policies = [aPolicy({ condition: 'cpu_usage > 85', for_seconds: 120 })];
  });
  const minute = (value: number | null) => {
    world.now += 60;
    world.latest = value === null ? [] : [aValue({ value, at: world.now - 20 })];
    return consider();
  };

  test('have an episode of their own, opened and closed by the condition, and act when it lasted', async () => {
    await minute(90);
    await minute(90);
    expect(actions()).toEqual([]);
    await minute(91);
    expect(actions()).toHaveLength(1);
    expect([...world.actions.values()][0]?.cause).toMatchObject({
      kind: 'condition',
      metric: 'cpu_usage',
      direction: 'up',
    });
    await minute(50);
    expect([...world.episodes.values()][0]?.closed_at).toBe(world.now);
  });

  test('are judged by what they ask: the last minutes, deployments, other services and the time', async () => {
    // NOW is a Friday, 08:00 UTC
    const condition =
      'avg(cpu_usage, 1m) > 80 and count(services where cpu_usage > 50) == 1 and not deploying for 10m and time in "Fri 07:00-09:00 UTC"';
    world.policies = [aPolicy({ condition, service: 'orders' })];
    const minute = Array.from({ length: 6 }, (_, index) => ({ at: NOW - 70 + index * 10, value: 90 }));
    world.points.set('orders/cpu_usage', minute);
    const primary = { id: '1', status: 'PRIMARY', taskDefinition: 'orders:1', desired: 2, running: 2, pending: 0 };
    const state = (createdAt: number) => ({
      cluster: 'demo',
      service: 'orders',
      desired: 2,
      running: 2,
      pending: 0,
      taskDefinition: 'orders:1',
      controller: 'ECS',
      deployments: [{ ...primary, rollout: 'COMPLETED', createdAt, completedAt: createdAt + 60 }],
      tags: {},
    });
    await consider();
    expect(actions(), 'deployments are not known').toEqual([]);
    world.ecs.set('orders', state(NOW - 300));
    await consider();
    expect(actions(), 'there was one').toEqual([]);
    world.ecs.set('orders', state(NOW - 900));
    await consider();
    expect(actions()).toMatchObject([{ type: 'scale', service: 'orders', status: 'started' }]);
    expect([...world.actions.values()][0]?.cause).toMatchObject({ kind: 'condition', metric: 'cpu_usage' });
  });

  test('begin anew after they did not hold', async () => {
    await minute(90);
    await minute(90);
    await minute(20);
    await minute(90);
    await minute(90);
    expect(actions()).toEqual([]);
  });

  test('missing data neither fires nor ends the episode', async () => {
    await minute(90);
    await minute(null);
    await minute(null);
    expect(actions()).toEqual([]);
    expect([...world.episodes.values()][0]?.closed_at).toBeNull();
    expect(world.logged.join()).toContain('unknown');
    await minute(90);
    expect(actions()).toHaveLength(1);
  });

  test('an anomaly with a time to hold counts from when all of it held', async () => {
    world.policies = [aPolicy({ condition: 'anomaly(cpu_usage) and cpu_usage > 65', for_seconds: 90 })];
    const open = () => {
      world.anomalies = [anomaly({ detected_at: toInstant(NOW - 500), updated_at: toInstant(world.now + 60) })];
    };
    open();
    await minute(60);
    open();
    await minute(70);
    expect(actions()).toEqual([]);
    open();
    await minute(70);
    open();
    await minute(70);
    expect(actions()).toHaveLength(1);
    expect([...world.actions.values()][0]?.cause.id).toBe('anomaly_1');
  });
});

describe('several services at once', () => {
  beforeEach(() => {
    world.policies = [
      aPolicy({
        condition: null,
        trigger: { type: 'multi_service_failure', threshold: 2, window_seconds: 300 },
        ladder: [
          { type: 'circuit_breaker', parameters: { mode: 'enable' } },
          { type: 'rate_limiter', parameters: { mode: 'aggressive' } },
        ],
        alerts: [{ type: 'alert', parameters: { to: 'executive_team' } }],
      }),
    ];
  });

  test('the record of either service sees it; all of its actions are recorded, those that are not built as held', async () => {
    await consider('users');
    expect(actions()).toEqual([]);
    world.anomalies.push(anomaly({ id: 'anomaly_2', service: 'users', metric: 'error_rate' }));
    await consider('users');
    await consider('orders');
    expect(actions().map(({ type, status }) => [type, status])).toEqual([
      ['alert', 'succeeded'],
      ['circuit_breaker', 'held'],
      ['rate_limiter', 'held'],
    ]);
  });
});

describe('the sweep', () => {
  const later = (seconds: number) => {
    world.now += seconds;
  };

  test('starts what was claimed and not started, and leaves what is fresh to whoever claimed it', async () => {
    await expect(
      consider(undefined, async (call) => {
        if (call === 'workflow.start') throw new Error('died');
      }),
    ).rejects.toThrow();
    expect(actions()[0]?.status).toBe('pending');
    expect(await sweepIntents(inMemory(world, types))).toEqual([]);
    later(31);
    expect(await sweepIntents(inMemory(world, types))).toHaveLength(1);
    expect(actions()[0]?.status).toBe('started');
    expect(world.executions.size).toBe(1);
  });

  test('begins an execution anew that was lost, numbered, and not for ever', async () => {
    await consider();
    for (let lost = 1; lost <= 5; lost++) {
      later(60);
      for (const [name, execution] of world.executions) world.executions.set(name, { ...execution, status: 'failed' });
      await sweepIntents(inMemory(world, types));
    }
    expect([...world.executions.keys()].map((name) => name.replace(/^.*?(-r\d)?$/, '$1'))).toEqual([
      '',
      '-r1',
      '-r2',
      '-r3',
      '-r4',
      '-r5',
    ]);
    later(60);
    for (const [name, execution] of world.executions) world.executions.set(name, { ...execution, status: 'failed' });
    await sweepIntents(inMemory(world, types));
    expect(world.executions.size).toBe(6);
    expect(actions()[0]?.status).toBe('failed');
    expect([...world.actions.values()][0]?.verdict_reason).toContain('lost 5 times');
  });

  test('leaves alone what runs', async () => {
    await consider();
    later(600);
    expect(await sweepIntents(inMemory(world, types))).toEqual([]);
  });
});

describe('a breach that is foreseen', () => {
  const HOUR = 3_600;
  const told = anAnomaly({
    id: 'anomaly_told',
    kind: 'predicted_breach',
    level: 'warn',
    detected_at: toInstant(NOW - 5),
  });
  const ahead = aPrediction({ near: climbing({ now: NOW - 60, from: 60, to: 110, seconds: 2 * HOUR }) });
  beforeEach(() => {
    world.policies = [aPolicy({ condition: 'forecast(cpu_usage, 2h) > 90% with probability >= 0.8' })];
    world.latest = [aValue({ value: 30, at: NOW - 20 })];
    world.anomalies = [];
    world.predictions = [ahead];
  });
  const causes = () => [...world.actions.values()].map(({ cause }) => cause);

  test('starts what a policy wants, though nothing is wrong yet, once', async () => {
    world.anomalies = [told];
    await consider();
    await consider('orders');
    expect(actions()).toMatchObject([{ type: 'scale', status: 'started' }]);
    expect(causes()).toEqual([{ kind: 'forecast', id: 'anomaly_told', metric: 'cpu_usage', direction: 'up' }]);
  });

  test('has the cause with which it began, also when the breach is told later', async () => {
    await consider();
    world.anomalies = [told];
    world.now += 30;
    await consider();
    expect(causes()).toEqual([
      { kind: 'forecast', id: expect.stringMatching(/^condition_/), metric: 'cpu_usage', direction: 'up' },
    ]);
  });

  test('is not answered again by a forecast that does not know of what was done', async () => {
    await consider();
    const [first] = [...world.actions.values()];
    if (!first) throw new Error('nothing was started');
    const at = toInstant(world.now + 10);
    world.actions.set(first.id, { ...first, status: 'succeeded', verdict: 'helped', acted_at: at, ended_at: at });
    world.now += 1_000;
    world.latest = [aValue({ value: 30, at: world.now - 20 })];
    await consider();
    expect(actions()).toHaveLength(1);
    world.predictions = [
      aPrediction({ near: climbing({ now: world.now - 60, from: 60, to: 110, seconds: 2 * HOUR }) }),
    ];
    await consider();
    expect(actions()).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });

  test('is unknown where the forecasts cannot be read, and keeps no other policy from acting', async () => {
    world.policies.push(aPolicy({ id: 'policy_2', condition: 'cpu_usage > 20' }));
    await consider(undefined, async (call) => {
      if (call === 'predictions.all') throw new Error('no answer');
    });
    expect(actions()).toMatchObject([{ type: 'scale', status: 'started' }]);
    expect(causes()).toMatchObject([{ kind: 'condition' }]);
    expect(world.logged).toContain('the forecasts cannot be read: what asks for them is unknown');
  });

  test('nobody reads forecasts where no enabled policy asks for any', async () => {
    const calls: string[] = [];
    const gate: Gate = async (call) => void calls.push(call);
    world.policies = [
      { ...aPolicy({ condition: 'cpu_usage > 90' }) },
      aPolicy({ condition: 'forecast(cpu_usage, 1h) > 90', enabled: false }),
    ];
    await consider(undefined, gate);
    expect(calls).not.toContain('predictions.all');
  });

  test('a condition that holds no longer ends its own episode', async () => {
    await consider();
    world.predictions = [aPrediction({ near: climbing({ now: NOW, from: 30, to: 31, seconds: 2 * HOUR }) })];
    world.now += 60;
    world.latest = [aValue({ value: 30, at: world.now - 20 })];
    await consider();
    expect([...world.episodes.values()]).toMatchObject([{ closed_at: world.now }]);
  });
});
