import { Webhook as StockClient } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { WebhookTable } from '#ports';
import { changeWebhook, makeWebhook, tryWebhook, type WebhookPorts, type WebhookWish } from './manageWebhooks.ts';

function stage(addresses: Record<string, string[]> = {}) {
  const kept = new Map<string, { webhook: Webhook; secret: string }>();
  const sent: { url: string; body: string; headers: Readonly<Record<string, string>> }[] = [];
  const webhooks: WebhookTable = {
    create: async (webhook, secret) => void kept.set(webhook.id, { webhook, secret }),
    get: async (id) => kept.get(id)?.webhook,
    secrets: async (id) => [kept.get(id)?.secret ?? []].flat(),
    async replace(webhook, change) {
      const there = kept.get(webhook.id);
      if (there?.webhook.version !== webhook.version - 1) return false;
      kept.set(webhook.id, { webhook, secret: change?.secret ?? there.secret });
      return true;
    },
    remove: async () => 'removed',
    all: async () => [],
  };
  const recovered: string[] = [];
  const ports: WebhookPorts = {
    webhooks,
    health: { worked: async (id) => void recovered.push(id) },
    sender: {
      async send(url, body, headers) {
        sent.push({ url, body: body ?? '', headers });
        return { status: 200, error: null, retryAfter: undefined, body: 'ok', duration_ms: 5 };
      },
    },
    resolve: async (url) => addresses[new URL(url).hostname] ?? ['93.184.216.34'],
    allowHosts: ['localhost'],
    clock: { now: () => Date.now() / 1000 },
  };
  return { ports, kept, sent, recovered };
}
const wish = (more: Partial<WebhookWish> = {}): WebhookWish => ({
  url: 'https://your-app.com/webhook',
  events: ['anomaly.detected'],
  enabled: true,
  ...more,
});
async function made(ports: WebhookPorts, more: Partial<WebhookWish> = {}) {
  const result = await makeWebhook(wish(more), ports);
  if (result.refused !== undefined) throw new Error(result.refused);
  return result;
}

test('a secret is made where none is given, and kept as given otherwise', async () => {
  const { ports, kept } = stage();
  const own = await made(ports, { secret: 'your_secret_key' });
  const ours = await made(ports);
  expect(kept.get(own.webhook.id)?.secret).toBe('your_secret_key');
  expect(ours.secret).toMatch(/^whsec_/);
  expect(Object.values(ours.webhook)).not.toContain(ours.secret);
});

test("Slack's addresses get Slack's format", async () => {
  const { ports, sent } = stage({ 'hooks.slack.com': [] });
  const { webhook, warning } = await made(ports, { url: 'https://hooks.slack.com/services/T/B/x' });
  expect(webhook.format).toBe('slack');
  expect(warning).toContain('does not resolve yet');
  await tryWebhook(webhook, ports);
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
    text: '🟠 Anomaly, orders: cpu_usage steps up: 92.4% where 33.1–49.3% is usual',
    blocks: [{ type: 'header' }, { type: 'section' }, { type: 'context' }],
  });
});

test('what stands before Slack gets its format when that is asked for', async () => {
  const { ports } = stage({ 'relay.test': ['93.184.216.34'] });
  expect((await made(ports, { url: 'https://relay.test/slack', format: 'slack' })).webhook.format).toBe('slack');
  expect((await made(ports, { url: 'https://relay.test/slack' })).webhook.format).toBe('standard');
});

test('an inner address is refused, when it is made and when it is changed, and changes nothing', async () => {
  const { ports, kept } = stage({ 'inner.test': ['10.0.0.1'], localhost: ['127.0.0.1'] });
  expect((await makeWebhook(wish({ url: 'https://inner.test/' }), ports)).refused).toContain('10.0.0.1');
  expect(kept.size).toBe(0);
  const { webhook } = await made(ports, { url: 'http://localhost:99/' });
  expect((await changeWebhook(webhook, wish({ url: 'https://inner.test/' }), ports)).refused).toContain('10.0.0.1');
  expect(kept.get(webhook.id)?.webhook).toEqual(webhook);
});

test('a change keeps the secret unless a new one is given, and enables what 410 had disabled', async () => {
  const { ports, kept, recovered } = stage();
  const { webhook, secret } = await made(ports);
  const disabled = { ...webhook, enabled: false, disabled_reason: 'the receiver answered 410 Gone', version: 2 };
  await ports.webhooks.replace(disabled);
  const changed = await changeWebhook(disabled, wish({ services: ['orders'] }), ports);
  expect(changed).toMatchObject({
    webhook: { version: 3, enabled: true, disabled_reason: null, services: ['orders'] },
  });
  expect(kept.get(webhook.id)?.secret).toBe(secret);
  expect(recovered, 'what it failed before counts no more').toEqual([webhook.id]);
  expect(await changeWebhook(disabled, wish(), ports), 'by somebody who read it before').toEqual({ lost: true });
});

test('a test is a real delivery: signed, with what receivers read', async () => {
  const { ports, sent } = stage();
  const { webhook, secret } = await made(ports);
  expect(await tryWebhook(webhook, ports)).toMatchObject({ delivered: true, status: 200, body: 'ok' });
  const body = new StockClient(secret).verify(sent[0]?.body ?? '', { ...sent[0]?.headers });
  expect(body).toMatchObject({
    event: 'anomaly.detected',
    timestamp: expect.any(String),
    data: { service: 'orders', metric: 'cpu_usage', severity: 'high', current_value: 92.4 },
    signature: expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  });
});
