import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import { actionsOf, enablePolicies } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { until } from '#test/support/until.ts';

const Created = z.object({ id: z.string(), policy: z.looseObject({ condition: z.string() }) });
const made: string[] = [];

/** An alert, so that nothing of the fleet changes: that the condition held is what is seen. */
async function watchFor(name: string, condition: string): Promise<string> {
  const body = JSON.stringify({ name, condition, action: 'alert', service: 'orders' });
  const { id } = await json(api('/policies', { method: 'POST', body }), Created, 201);
  made.push(id);
  return id;
}
const judged = () => json(api('/evaluate', { method: 'POST' }), z.looseObject({ evaluated_at: z.string() }));
const firedBy = async (id: string) => (await actionsOf('orders')).filter(({ policy_id }) => policy_id === id);
const fires = (what: string, id: string) =>
  until(
    what,
    async () => {
      await judged();
      return (await firedBy(id))[0];
    },
    { within: 90_000, every: 2_000 },
  );

beforeAll(async () => {
  await enablePolicies(false);
});
afterAll(async () => {
  for (const id of made) await api(`/policies/${id}`, { method: 'DELETE' });
  await enablePolicies(true);
});

test('a condition of every kind fires where all of it holds, and not where one part does not', async () => {
  const calmly = [
    'avg(cpu_usage, 1m) < 95% and max(error_rate, 1m) < 50% and p95(latency_p99, 1m) < 5s and min(running_tasks, 1m) >= 1',
    'delta(cpu_usage, 1m) < 90 and rate(cpu_usage, 1m) < 90%/m',
    'burn_rate(orders_available, 2m) < 14.4 and count(services where avg(cpu_usage, 1m) < 95 and not deploying) >= 3',
    'not deploying and not users.deploying',
  ].join(' and ');
  const all = 'time in "Mon-Sun 00:00-24:00 Europe/London"';
  const holds = await watchFor('all of it holds', `${calmly} and ${all}`);
  const never = await Promise.all([
    watchFor('it is another day', `${calmly} and time in "${anotherDay()} UTC"`),
    watchFor('the mean is not so high', `avg(cpu_usage, 1m) > 99% and ${all}`),
    watchFor('not all services are so busy', 'count(services where max(cpu_usage, 1m) > 99) >= 2'),
    watchFor('the budget does not burn', 'burn_rate(orders_available, 2m) > 90'),
    watchFor('the window reaches back before anything was known', 'not avg(cpu_usage, 24h) > 99'),
  ]);
  const action = await fires('the policy of every kind fires', holds);
  expect(action).toMatchObject({
    type: 'alert',
    status: 'succeeded',
    cause: { kind: 'condition', metric: 'cpu_usage' },
  });
  for (const id of never) expect(await firedBy(id)).toEqual([]);
}, 150_000);

test('a deployment is seen while it is under way, and remembered after it', async () => {
  const during = await watchFor('users is being deployed', 'users.deploying');
  const within = await watchFor('users was deployed just now', 'users.deploying for 5m and not orders.deploying');
  await judged();
  expect(await firedBy(during)).toEqual([]);
  const body = JSON.stringify({
    action: 'restart_container',
    service: 'users',
    reason: 'a new version',
    parameters: { strategy: 'redeploy' },
  });
  await until(
    'no cooldown holds it any more',
    async () => {
      const { status } = await json(api('/actions/execute', { method: 'POST', body }), Action, 202);
      return status !== 'held';
    },
    { within: 120_000, every: 5_000 },
  );
  await fires('the deployment is under way', during);
  await fires('it is remembered', within);
}, 300_000);

test('what the objectives are is known where a policy is written', async () => {
  const body = JSON.stringify({ name: 'x', condition: 'burn_rate(orders_availble, 1h) > 5', action: 'alert' });
  const { errors } = await problem(api('/policies', { method: 'POST', body }), 422);
  expect(errors?.[0]?.message).toContain('did you mean orders_available?');
});

/** A day on which this test does not run, whatever the time. */
function anotherDay(): string {
  return new Date(Date.now() + 3 * 86_400_000).toUTCString().slice(0, 3);
}
