import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import {
  actionsOf,
  actionWhere,
  breakService,
  calm,
  enablePolicies,
  fleetService,
  healFleet,
} from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

const Flagged = z.looseObject({
  url: z.string(),
  flags: z.record(z.string(), z.looseObject({ enabled: z.boolean() })),
  tasks: z.array(z.looseObject({ limited: z.number().default(0), skipped: z.number().default(0) })),
});
const flagged = async (service: string) => Flagged.parse(await fleetService(service));
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** As a customer of the shop sees it. */
const order = async () => {
  const answer = await fetch(`${(await flagged('orders')).url}/orders/1`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  });
  const body = z.looseObject({ degraded: z.array(z.string()).optional() }).parse(await answer.json());
  return { status: answer.status, degraded: body.degraded };
};
const flagIs = (service: string, flag: string, enabled: boolean) =>
  until(
    `${flag} of ${service} is ${enabled ? 'on' : 'off'} at its tasks`,
    async () => {
      const { flags } = await flagged(service);
      return (flags[flag]?.enabled ?? false) === enabled;
    },
    { within: 60_000 },
  );
const takeBack = (id: string) =>
  json(
    api(`/actions/${id}/rollback`, { method: 'POST', body: JSON.stringify({ reason: 'the test is over' }) }),
    z.unknown(),
    202,
  );
const ended = (service: string, id: string, status: string) =>
  actionWhere(`${id} is ${status}`, service, '', (one) => one.id === id && one.status === status);

/** Everything but this policy is switched off, so that what is seen is its work. */
async function onlyPolicy(name: string): Promise<void> {
  await enablePolicies(false);
  const { policies } = await json(
    api('/policies'),
    z.object({ policies: z.array(z.looseObject({ id: z.string(), name: z.string() })) }),
  );
  const wanted = policies.find((policy) => policy.name === name);
  if (!wanted) throw new Error(`there is no policy ${name}`);
  await json(
    api(`/policies/${wanted.id}`, { method: 'PUT', body: JSON.stringify({ ...wanted, enabled: true }) }),
    z.unknown(),
  );
}

describe('services do less when they are told to', () => {
  afterEach(async () => {
    await healFleet();
    for (const service of ['orders', 'users', 'payments']) {
      for (const { id, type, status } of await actionsOf(service)) {
        const open = type === 'circuit_breaker' || type === 'rate_limiter';
        if (open && ['succeeded', 'failed', 'escalated'].includes(status)) {
          await api(`/actions/${id}/rollback`, {
            method: 'POST',
            body: JSON.stringify({ reason: 'the test is over' }),
          });
        }
      }
    }
    await enablePolicies(true);
  }, 120_000);

  test('orders goes on without payments while that is too slow, and with it again when the breaker closes', async () => {
    await calm();
    expect(await order()).toEqual({ status: 201, degraded: undefined });
    const since = new Date().toISOString();
    await breakService('payments', 'slow-dependency');

    const opened = await actionWhere(
      'the breaker has opened, and that is verified',
      'orders',
      since,
      ({ type, status }) => type === 'circuit_breaker' && status === 'succeeded',
      240_000,
    );
    expect(opened).toMatchObject({
      verdict: 'helped',
      policy_name: 'payments_too_slow',
      cause: { metric: 'latency_p50' },
    });
    expect(opened.after?.value).toBeLessThan((opened.before?.value ?? 0) / 3);
    expect(await order()).toEqual({ status: 202, degraded: ['payments'] });
    const { flags, tasks } = await flagged('orders');
    expect(flags.breaker_payments).toEqual({ enabled: true });
    expect(sum(tasks.map(({ skipped }) => skipped)), 'calls left out in the last second').toBeGreaterThan(0);
    expect(await takeBack(opened.id)).toBeDefined();
    await flagIs('orders', 'breaker_payments', false);
    await healFleet();
    await until('an order is whole again', async () => (await order()).status === 201, { within: 30_000 });
  }, 600_000);

  test('a limit is a share of what is normal, is answered by 429, and is taken back', async () => {
    await enablePolicies(false);
    const since = new Date().toISOString();
    const begun = await json(
      api('/actions/execute', {
        method: 'POST',
        body: JSON.stringify({
          action: 'rate_limiter',
          service: 'orders',
          reason: 'too much',
          parameters: { mode: 'aggressive' },
        }),
      }),
      Action,
      202,
    );
    expect(begun.status).toBe('started');
    await flagIs('orders', 'rate_limit', true);
    const { rate_limit } = (await flagged('orders')).flags;
    expect(rate_limit?.requests_per_second).toBeGreaterThan(14 * 0.9 * 0.2 * 0.8);
    expect(rate_limit?.requests_per_second).toBeLessThan(14 * 1.1 * 0.2 * 1.2);
    await until(
      'most of the load is refused',
      async () => sum((await flagged('orders')).tasks.map(({ limited }) => limited)) >= 7,
      { within: 30_000 },
    );
    await until('an order of mine is refused', async () => (await order()).status === 429, { within: 30_000 });
    const done = await ended('orders', begun.id, 'succeeded');
    expect(done.acted_at).not.toBeNull();
    await takeBack(begun.id);
    await ended('orders', begun.id, 'rolled_back');
    await flagIs('orders', 'rate_limit', false);
    expect(await order()).toEqual({ status: 201, degraded: undefined });
    expect(
      (await actionsOf('orders')).filter(({ created_at, type }) => created_at >= since && type === 'rate_limiter'),
    ).toHaveLength(1);
  }, 300_000);

  test('a cascade: callers go on without what fails, and less is let in', async () => {
    await calm();
    await onlyPolicy('cascade_failure_prevention');
    const since = new Date().toISOString();
    await breakService('payments', 'slow-dependency');
    await breakService('users', 'slow-dependency');

    await flagIs('orders', 'breaker_payments', true);
    await flagIs('orders', 'breaker_users', true);
    await flagIs('orders', 'rate_limit', true);
    const [breaker, limiter] = await Promise.all(
      ['circuit_breaker', 'rate_limiter'].map((type) =>
        actionWhere(
          `the ${type} has its verdict`,
          'orders',
          since,
          (one) => one.type === type && one.ended_at !== null,
        ),
      ),
    );
    expect(breaker).toMatchObject({
      verdict: 'helped',
      ladder: limiter?.ladder,
      cause: { failing: expect.arrayContaining(['payments', 'users', 'orders']) },
    });
    expect(breaker?.lease_until).not.toBeNull();
    expect((await actionsOf('orders')).some(({ type, created_at }) => type === 'alert' && created_at >= since)).toBe(
      true,
    );
  }, 600_000);
});
