import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bookService } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { storeAnomaly, storeHistory } from '#test/support/stored.ts';
import { openStream } from '#test/support/stream.ts';
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

describe.each(types)('webhooks, as %s', (type) => {
  const Registered = z.looseObject({
    id: z.string().regex(/^webhook_/),
    url: z.string(),
    events: z.array(z.string()),
    created_at: z.iso.datetime(),
  });

  test.each([
    '{"url":"https://your-app.com/webhook","events":["anomaly.detected"],"secret":"your_secret_key","enabled":true}',
    '{"url":"https://hooks.slack.com/services/T000/B000/XXXX","events":["anomaly.detected"],"enabled":true}',
  ])('are registered before anybody listens there: %s', async (body) => {
    const { id, url, events } = await json(send('POST', '/webhooks', body, type), Registered, 201);
    expect({ url, events }).toEqual({ url: JSON.parse(body).url, events: ['anomaly.detected'] });
    const { webhooks } = await json(api('/webhooks?limit=500'), z.looseObject({ webhooks: z.array(Registered) }));
    expect(webhooks.map((webhook) => webhook.id)).toContain(id);
    expect((await api(`/webhooks/${id}`, { method: 'DELETE' })).ok).toBe(true);
  });

  test('are tried with what a receiver reads', async () => {
    const receiver = await startReceiver();
    const body = JSON.stringify({ url: receiver.url, events: ['anomaly.detected'], secret: 'your_secret_key' });
    const { id } = await json(send('POST', '/webhooks', body, type), Registered, 201);
    expect((await api(`/webhooks/${id}/test`, { method: 'POST', headers: { 'content-type': type } })).ok).toBe(true);
    await api(`/webhooks/${id}`, { method: 'DELETE' });
    await receiver.stop();
    expect(JSON.parse(receiver.received[0]?.body ?? '{}')).toMatchObject({
      event: 'anomaly.detected',
      timestamp: expect.any(String),
      data: {
        service: expect.any(String),
        metric: expect.any(String),
        severity: expect.any(String),
        current_value: expect.any(Number),
      },
      signature: expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
    });
  });

  test('Slack is told by the older spelling too', async () => {
    const body = '{"webhook_url":"https://hooks.slack.com/services/T000/B000/YYYY","channel":"#sre-alerts"}';
    const answer = await send('POST', '/api/webhooks/slack', body, type);
    expect(answer.ok).toBe(true);
    const { id } = z.looseObject({ id: z.string() }).parse(await answer.json());
    expect((await api(`/integrations/${id}`, { method: 'DELETE' })).ok).toBe(true);
  });
});

test.each(types)('PagerDuty is connected, or it is said what kept it from being, as %s', async (type) => {
  const body = '{"api_key":"a-key-that-pagerduty-does-not-know","escalation_policy":"SRE-Oncall"}';
  const answer = await send('POST', '/api/integrations/pagerduty', body, type);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: answer.status, detail: expect.stringContaining('PagerDuty') });
});

test.each(types)('a key is made by who bears one, and validated by who holds it, as %s', async (type) => {
  const bearer = { authorization: `Bearer ${installation().admin_key}`, 'content-type': type };
  const body = '{"name":"prod-api-key","description":"Production API access","scopes":["read","write"]}';
  const post = (path: string, init: RequestInit) =>
    fetch(`${installation().api_url}${path}`, { method: 'POST', ...init });
  const { id, key } = await json(
    post('/keys', { body, headers: bearer }),
    z.looseObject({ id: z.string(), key: z.string().regex(/^rp_/) }),
    201,
  );
  const valid = await json(
    post('/validate', { headers: { 'X-API-Key': key } }),
    z.looseObject({
      valid: z.literal(true),
      name: z.literal('prod-api-key'),
      scopes: z.array(z.string()),
      rate_limit: z.looseObject({ limit: z.literal(1_000), remaining: z.number(), reset_at: z.iso.datetime() }),
    }),
  );
  expect(valid.scopes).toEqual(['read', 'write']);
  expect(valid.rate_limit.remaining).toBe(999);
  expect((await api(`/keys/${id}`, { method: 'DELETE' })).ok).toBe(true);
});

test('the stream says hello, then what happens; its status says where it is', async () => {
  const status = await json(
    api('/stream/status'),
    z.looseObject({
      active_connections: z.number(),
      websocket_url: z.string().regex(/^wss?:.*\/stream\/anomalies$/),
      supported_events: z.array(z.string()),
    }),
  );
  expect(status.supported_events).toEqual(expect.arrayContaining(['connected', 'anomaly.detected']));
  const stream = await openStream();
  await stream.greeted();
  expect(stream.messages[0]).toMatchObject({ event: 'connected' });
  const { id } = await storeAnomaly({ id: 'anomaly_streamed', service: 'example' });
  await stream.find('the anomaly', ({ event, anomaly }) => {
    const read = z.object({ id: z.string() }).safeParse(anomaly);
    return event === 'anomaly.detected' && read.success && read.data.id === id;
  });
  stream.close();
});
