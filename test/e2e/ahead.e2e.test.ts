import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import {
  actionsOf,
  actionWhere,
  anomaliesOf,
  enablePolicies,
  fleetService,
  healFleet,
  setLoad,
} from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { storeHistory } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

// Load on orders climbs as before a sale, some 1.7 % of CPU a minute: two tasks would stand at their limit half an hour later.

const MINUTE = 60_000;
const LIMIT = 70;
/** Of the load at rest, a minute. */
const PACE = 0.1;
/** So much load is more than two tasks carry, and little for four. */
const PEAK = 3.8;

const History = z.looseObject({ points: z.array(z.looseObject({ at: z.string(), value: z.number() })) });
const cpuSince = async (since: string) =>
  (await json(api(`/services/orders/metrics?metric=cpu_usage&since=${since}`), History)).points;
const breachOf = async (service: string) =>
  (
    await json(
      api(`/anomalies?kind=predicted_breach&service=${service}&status=all`),
      z.looseObject({ anomalies: z.array(Anomaly) }),
    )
  ).anomalies;

/** Makes the load climb until it is told to stop. */
function climb(from: number, pace: number, most: number) {
  const began = Date.now();
  let factor = from;
  const timer = setInterval(() => {
    factor = Math.min(most, from + (pace * (Date.now() - began)) / MINUTE);
    void setLoad(factor);
  }, 5_000);
  return {
    get factor() {
      return factor;
    },
    stop: () => clearInterval(timer),
  };
}

/** Yesterday was as calm as now: what began some minutes ago is seen beside that. */
async function storeYesterday(service: string): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const values = (await cpuSince(new Date(Date.now() - 5 * MINUTE).toISOString())).map(({ value }) => value);
  const calmly = (at: number) => (values[at % values.length] ?? 0) * (1 + 0.05 * Math.sin(at * 12.9898));
  for (let start = Math.floor((now - 86_400) / BLOCK) * BLOCK; start < now - 900; start += BLOCK) {
    const times = Array.from({ length: BLOCK / 60 }, (_, index) => start + 60 * index).filter((at) => at < now - 900);
    const points = times.map((at) => ({ at, value: calmly(at / 60) }));
    await storeHistory({ series: `${service}/cpu_usage`, start, step: 60, points });
  }
}
const BLOCK = 6 * 3_600;

let slack: Awaited<ReturnType<typeof startReceiver>>;
let climbing: ReturnType<typeof climb> | undefined;
beforeAll(async () => {
  // what ships would answer the same climb, and what the climb does elsewhere
  await enablePolicies(false);
  slack = await startReceiver();
  await storeYesterday('orders');
  const policy = {
    name: 'capacity before the sale',
    condition: `forecast(cpu_usage, 1h) > ${LIMIT}% with probability >= 0.8`,
    for: '1m', // so that a second forecast, which also tells people, has agreed
    actions: [{ type: 'scale', by: '+100%', max_replicas: 8 }],
    service: 'orders',
  };
  await json(api('/policies', { method: 'POST', body: JSON.stringify(policy) }), z.unknown(), 201);
  const body = { url: slack.url, format: 'slack', events: ['breach.predicted'], services: ['orders'] };
  await json(api('/webhooks', { method: 'POST', body: JSON.stringify(body) }), z.unknown(), 201);
});
afterAll(async () => {
  climbing?.stop();
  await setLoad(1);
  await healFleet();
  await slack.stop();
});

test('a climb is foreseen and told, capacity is added before its limit, and the limit is never reached', {
  timeout: 30 * MINUTE,
}, async () => {
  const since = new Date().toISOString();
  const { desired } = await fleetService('orders');
  climbing = climb(1, PACE, PEAK);

  const told = await until(
    'the breach is foreseen',
    async () => (await breachOf('orders')).find((one) => one.metric === 'cpu_usage' && one.detected_at >= since),
    { within: 18 * MINUTE, every: 2_000 },
  );
  expect(told).toMatchObject({ level: 'warn', direction: 'up', unit: '%' });
  expect(told.current_value).toBeLessThan(LIMIT);
  const ahead = (Date.parse(told.forecast_exhaustion ?? '') - Date.parse(told.detected_at)) / MINUTE;
  expect(ahead, 'minutes ahead').toBeGreaterThan(5);

  const action = await actionWhere(
    'capacity is added',
    'orders',
    since,
    ({ cause, acted_at }) => cause.kind === 'forecast' && acted_at !== null,
  );
  expect(action).toMatchObject({ type: 'scale', plan: { from: desired, to: 2 * desired } });
  expect(Date.parse(action.acted_at ?? ''), 'before the limit').toBeLessThan(
    Date.parse(told.forecast_exhaustion ?? ''),
  );
  await until('the new tasks serve', async () => (await fleetService('orders')).tasks.length >= 2 * desired, {
    within: 2 * MINUTE,
  });

  const message = await until('Slack is told', async () => slack.received[0]);
  expect(JSON.parse(message.body)).toMatchObject({
    text: expect.stringContaining('Breach foreseen, orders'),
    blocks: [{ type: 'header' }, { type: 'section' }, { type: 'context' }],
  });
  const paged = (await anomaliesOf('orders')).filter(
    ({ level, metric, detected_at }) => level === 'page' && metric === 'cpu_usage' && detected_at >= since,
  );
  expect(
    paged.map(({ paged_at, current_value, shape }) => [paged_at, current_value, shape].join(' ')),
    'nobody is paged',
  ).toEqual([]);
  expect((await actionsOf('orders')).filter(({ type, created_at }) => type === 'alert' && created_at >= since)).toEqual(
    [],
  );

  // the sale begins: with so much load two tasks would be beyond their limit
  climbing.stop();
  climbing = climb(climbing.factor, 1, PEAK);
  await until('the load stands at its peak', async () => (climbing?.factor ?? 0) >= PEAK, { within: 6 * MINUTE });
  const peak = new Date().toISOString();
  const values = await until(
    'CPU at the peak is seen',
    async () => {
      const points = await cpuSince(since);
      return points.filter(({ at }) => at >= peak).length >= 3 ? points.map(({ value }) => value) : undefined;
    },
    { within: 2 * MINUTE, every: 2_000 },
  );
  expect(Math.max(...values), 'the limit is never reached').toBeLessThan(LIMIT);
});
