import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import { actionsOf, actionWhere, breakService, enablePolicies, fleetService, healFleet } from '#test/support/fleet.ts';
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
const read = async () =>
  (await fetch(`${(await flagged('users')).url}/users/1`, { signal: AbortSignal.timeout(10_000) })).status;
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

describe('services do less when they are told to', () => {
  test('orders goes on without payments while that is too slow, and with it again when the breaker closes', async () => {
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

  test('a limit is answered by 429, and is taken back', async () => {
    await enablePolicies(false);
    const limit = { action: 'rate_limiter', service: 'users', reason: 'too much', parameters: { mode: 3 } };
    const begun = await until(
      'no other repair of users is under way',
      async () => {
        const asked = api('/actions/execute', { method: 'POST', body: JSON.stringify(limit) });
        const action = await json(asked, Action, 202);
        return action.status === 'started' && action;
      },
      { within: 120_000, every: 5_000 },
    );
    await flagIs('users', 'rate_limit', true);
    expect((await flagged('users')).flags.rate_limit).toEqual({ enabled: true, requests_per_second: 3, tasks: 2 });
    await until('a request is refused', async () => (await read()) === 429, { within: 30_000 });
    await until('the tasks tell how many they refused', async () => {
      await Promise.all(Array.from({ length: 10 }, read));
      return sum((await flagged('users')).tasks.map(({ limited }) => limited)) > 0;
    });
    await until(
      'it has been taken up',
      async () => (await actionsOf('users')).find(({ id }) => id === begun.id)?.settled_at,
      {
        within: 60_000,
      },
    );
    await takeBack(begun.id);
    await flagIs('users', 'rate_limit', false);
    const answers = await Promise.all(Array.from({ length: 10 }, read));
    expect(answers.filter((status) => status === 429)).toEqual([]);
    await actionWhere('it is taken back', 'users', '', ({ id, status }) => id === begun.id && status === 'rolled_back');
  }, 240_000);
});
