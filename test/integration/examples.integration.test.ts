import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bookService } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { storeAnomaly, storeHistory } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

// What people have already written against such a platform, sent as it stands, with the fields that they read. A script
// that says no Content-Type sends what curl's -d says.

const FORM = 'application/x-www-form-urlencoded';
const types = ['application/json', FORM];
const send = (method: string, path: string, body: string, type: string) =>
  api(path, { method, body, headers: { 'content-type': type } });

const Action = z.looseObject({ id: z.string().regex(/^action_/) });

beforeAll(async () => {
  await bookService('orders');
  await until('orders is watched', async () => (await api('/services/orders')).ok, { within: 150_000 });
});

test('a deploy script counts the anomalies, and reads what to do about them', async () => {
  const { id } = await storeAnomaly({ id: 'anomaly_script', service: 'example', trend: 'increasing' });
  const Read = z.object({
    anomalies: z.array(
      z.looseObject({
        id: z.string(),
        service: z.string(),
        metric: z.string(),
        severity: z.string(),
        timestamp: z.iso.datetime(),
        recommendation: z.string(),
        current_value: z.number(),
        predicted_value: z.number(),
        anomaly_score: z.number(),
        trend: z.enum(['increasing', 'decreasing', 'stable']),
        forecast_exhaustion: z.string().nullable(),
      }),
    ),
  });
  const found = await until('it is listed', async () =>
    (await json(api('/anomalies'), Read)).anomalies.find((anomaly) => anomaly.id === id),
  );
  expect(found).toMatchObject({ metric: 'cpu_usage', severity: 'high', recommendation: 'Scale up replicas' });
});

test('a dashboard reads the health of each service', async () => {
  const health = await json(
    api('/health'),
    z.array(
      z.looseObject({
        service: z.string(),
        status: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']),
        cpu: z.number().nullable(),
        memory: z.number().nullable(),
        error_rate: z.number().nullable(),
        latency_p99: z.number().nullable(),
      }),
    ),
  );
  expect(health.map(({ service }) => service)).toContain('orders');
});

test.each(types)(
  'the isolation forest is switched over without a body, as %s, and tells how far it is',
  async (type) => {
    const Switch = z.looseObject({ enabled: z.boolean() });
    const before = await json(api('/ml/status'), Switch);
    const once = await json(api('/ml/toggle', { method: 'POST', headers: { 'content-type': type } }), Switch);
    expect(once.enabled).toBe(!before.enabled);
    const status = await json(
      api('/ml/status'),
      z.looseObject({
        enabled: z.literal(once.enabled),
        samples_needed: z.literal(50),
        services: z.array(z.looseObject({ service: z.string(), samples: z.number(), ready: z.boolean() })),
      }),
    );
    expect(status.services.map(({ service }) => service)).toContain('orders');
    const again = await json(api('/ml/toggle', { method: 'POST', headers: { 'content-type': type } }), Switch);
    expect(again.enabled).toBe(before.enabled);
  },
);

describe.each(types)('policies, as %s', (type) => {
  const Created = z.looseObject({
    id: z.string().regex(/^policy_/),
    status: z.literal('created'),
    policy: z.looseObject({}),
  });
  const scale =
    '{"name":"auto_scale_on_high_cpu","condition":"cpu_usage > 80","action":"alert","service":"orders","cooldown":300,"enabled":true}';
  const restart =
    '{"name":"memory_auto_restart","condition":"memory_usage > 90","action":"restart_container","service":"orders","cooldown":300}';

  test('are made, listed, changed and removed', async () => {
    const first = await json(send('POST', '/policies', scale, type), Created, 201);
    expect(first.policy).toMatchObject({ ...JSON.parse(scale), id: first.id });
    const second = await json(send('POST', '/policies', restart, type), Created, 201);
    expect(second.policy).toMatchObject({ ...JSON.parse(restart), enabled: true });

    const { policies, count } = await json(
      api('/policies'),
      z.looseObject({ policies: z.array(z.looseObject({ id: z.string() })), count: z.number() }),
    );
    expect(count).toBe(policies.length);
    expect(policies.find(({ id }) => id === second.id)).toMatchObject({ ...JSON.parse(restart), enabled: true });

    const change =
      '{"name":"auto_scale_on_high_cpu","condition":"cpu_usage > 85","action":"alert","service":"orders","enabled":false}';
    expect((await send('PUT', `/policies/${first.id}`, change, type)).ok).toBe(true);
    expect(await json(api(`/policies/${first.id}`), z.looseObject({}))).toMatchObject(JSON.parse(change));
    for (const { id } of [first, second]) expect((await api(`/policies/${id}`, { method: 'DELETE' })).ok).toBe(true);
  });
});

test.each([
  ['latency > 0.5', 'restart_container', 'orders', 'orders'],
  ['cpu_usage > 85', 'alert', 'orders-service', 'orders'],
  ['error_rate > 0.05', 'restart_pod', 'payments-service', 'payments'],
])('the short spelling of the posts: %s → %s on %s', async (condition, action, service, canonical) => {
  const body = JSON.stringify({ condition, action, service, notification: 'slack', enabled: false });
  const { id, policy } = await json(
    send('POST', '/policies', body, FORM),
    z.looseObject({ id: z.string(), policy: z.looseObject({}) }),
    201,
  );
  expect(policy).toMatchObject({ condition, action, service: canonical, notification: 'slack', enabled: false });
  await api(`/policies/${id}`, { method: 'DELETE' });
});

describe.each(types)('actions, as %s', (type) => {
  test('are executed, looked up, and found in the history', async () => {
    const body = '{"action":"alert","service":"orders-service","reason":"Manual test","parameters":{}}';
    const { id } = await json(send('POST', '/actions/execute', body, type), Action, 202);
    const status = await json(api(`/actions/${id}/status`), z.looseObject({ id: z.string(), status: z.string() }));
    expect(status).toMatchObject({ id, status: 'succeeded' });
    await until('the history shows it', async () => {
      const { actions } = await json(
        api('/actions/history?service=orders&limit=10'),
        z.looseObject({ actions: z.array(Action) }),
      );
      return actions.some((action) => action.id === id);
    });
  });
});

test.each(types)('a forecast is asked for as the posts ask for it, as %s', async (type) => {
  const now = Math.floor(Date.now() / 60_000) * 60;
  const points = Array.from({ length: 360 }, (_, index) => ({
    at: now - (360 - index) * 60,
    value: 30 + index / 9 + Math.sin(index),
  }));
  await storeHistory({ series: 'orders/cpu_usage', start: now - 360 * 60, step: 60, points });
  const said = await json(
    send('POST', '/forecast', '{"service":"orders","metric":"cpu_usage","periods":2}', type),
    z.looseObject({
      metric: z.literal('orders_cpu_usage'),
      current: z.number().nullable(),
      forecasted_max: z.number(),
      will_breach: z.boolean(),
      breach_time: z.iso.datetime().nullable(),
      forecast_horizon: z.literal('2h'),
      confidence: z.number().min(0).max(1),
      method: z.string(),
    }),
  );
  expect(said.forecasted_max).toBeGreaterThan(60);
});
