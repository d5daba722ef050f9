import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import {
  actionsOf,
  actionWhere,
  anomaliesOf,
  breakService,
  calm,
  enablePolicies,
  fleetService,
  healFleet,
  toggle,
} from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

const taskIds = async (service: string) => (await fleetService(service)).tasks.map(({ id }) => id);
const anomalyOpened = (service: string, metric: string, since: string) =>
  until(
    `an anomaly of ${service}'s ${metric}`,
    async () => (await anomaliesOf(service)).find((one) => one.metric === metric && one.detected_at >= since),
    { within: 90_000 },
  );
const resolved = (service: string, id: string) =>
  until(
    `${id} is resolved`,
    async () => (await anomaliesOf(service)).find((one) => one.id === id && one.status === 'resolved'),
    {
      within: 240_000,
      every: 2_000,
    },
  );

describe('from a real fault to a verified repair', () => {
  beforeEach(async () => {
    await calm();
  }, 320_000);
  afterEach(async () => {
    await healFleet();
    await enablePolicies(true);
  });

  test('a memory leak is ended by a restart, and verified', async () => {
    const before = await taskIds('payments');
    const since = new Date().toISOString();
    await breakService('payments', 'memory-leak');

    const anomaly = await anomalyOpened('payments', 'memory_usage', since);
    const action = await actionWhere(
      'the restart is verified',
      'payments',
      since,
      ({ type, status }) => type.startsWith('restart') && status === 'succeeded',
    );

    expect(action.verdict, action.verdict_reason ?? '').toBe('helped');
    expect(action.before?.metric).toBe('memory_usage');
    expect(action.after?.value).toBeLessThan(action.before?.value ?? 0);
    expect(
      (await taskIds('payments')).filter((id) => before.includes(id)),
      'every leaking process is gone',
    ).toEqual([]);
    expect((await resolved('payments', anomaly.id)).resolution).toBe('recovered');
  });

  test('burning CPU is spread by scaling out', async () => {
    const { desired } = await fleetService('users');
    const since = new Date().toISOString();
    await breakService('users', 'cpu-burn');

    await anomalyOpened('users', 'cpu_usage', since);
    const action = await actionWhere(
      'the scaling is verified',
      'users',
      since,
      ({ type, status }) => type === 'scale' && status === 'succeeded',
    );

    expect(action.verdict, action.verdict_reason ?? '').toBe('helped');
    const scaled = await fleetService('users');
    expect(scaled.desired).toBeGreaterThan(desired);
    expect(scaled.tasks.length).toBeGreaterThan(desired);
  });

  test('a crash is repaired by ECS; Forestall sees it, tells, and repairs nothing twice', async () => {
    const since = new Date().toISOString();
    await breakService('orders', 'crash');

    const anomaly = await until(
      'the crash is seen',
      async () => (await anomaliesOf('orders')).find((one) => one.detected_at >= since),
      { within: 90_000 },
    );
    await actionWhere('the crash is told', 'orders', since, ({ type }) => type === 'alert');
    await resolved('orders', anomaly.id);

    const changed = (await actionsOf('orders')).filter(
      ({ type, created_at, acted_at }) => created_at >= since && type !== 'alert' && acted_at !== null,
    );
    expect(changed, 'nothing but alerts').toEqual([]);
  });

  test('a restart against a surge of traffic ends as no_effect', async () => {
    const since = new Date().toISOString();
    // The policies' own answer would be to scale out; a person at the keyboard restarts instead.
    await enablePolicies(false);
    await breakService('orders', 'traffic-surge');
    await anomalyOpened('orders', 'request_rate', since);
    const executed = await json(
      api('/actions/execute', {
        method: 'POST',
        body: JSON.stringify({
          action: 'restart_container',
          service: 'orders',
          reason: 'a guess at 3 a.m.',
          parameters: { metric: 'request_rate' },
        }),
      }),
      Action,
      202,
    );
    const action = await actionWhere(
      'the restart has its verdict',
      'orders',
      since,
      ({ id, ended_at }) => id === executed.id && ended_at !== null,
      360_000, // three minutes are given to its metric, after the restart
    );
    expect(action.verdict, action.verdict_reason ?? '').toBe('no_effect');
  }, 600_000);

  test('with the kill switch on nothing is done, and it is said why', async () => {
    const before = await taskIds('payments');
    const since = new Date().toISOString();
    await toggle(false, 'end-to-end test of the switch');
    try {
      await breakService('payments', 'errors');
      const held = await actionWhere(
        'the held action says why',
        'payments',
        since,
        ({ status, type }) => status === 'held' && type !== 'alert',
      );
      const guard = held.guards.find(({ passed }) => !passed);
      expect(guard?.guard).toBe('kill_switch');
      expect(guard?.reason).toContain('end-to-end test of the switch');
      expect(held.acted_at).toBeNull();
      expect(await taskIds('payments')).toEqual(before);
    } finally {
      await healFleet();
      await toggle(true, 'end-to-end test is over');
    }
  });

  test('the switch needs a reason', async () => {
    const refusal = await json(
      api('/toggle', { method: 'POST', body: JSON.stringify({ enabled: false }) }),
      z.object({ errors: z.array(z.object({ pointer: z.string(), message: z.string() })) }).loose(),
      422,
    );
    expect(refusal.errors.map(({ pointer }) => pointer)).toEqual(['/reason']);
  });
});
