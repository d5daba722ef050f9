import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import { ActionHeld, type ActionTools } from '#usecases/actionType.ts';
import { callsInMemory } from '../../actions/calls.fixture.ts';
import { webhookSender } from '../sender.ts';
import { webhook } from './webhook.ts';

// Against a real receiver on this machine, which a stock client of Standard Webhooks verifies for.
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
let answers: number[];
let heard: { id: string; body: { data: unknown; event: string } }[];
let server: ReturnType<typeof createServer>;
let url: string;

beforeEach(async () => {
  [answers, heard] = [[], []];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      new StandardWebhook(SECRET).verify(text, headers);
      heard.push({ id: headers['webhook-id'] ?? '', body: JSON.parse(text) });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function stage({ enabled = true } = {}) {
  const registered: Webhook = {
    id: 'webhook_1',
    url,
    format: 'standard',
    events: ['*'],
    services: null,
    severities: null,
    enabled,
    disabled_reason: null,
    previous_until: null,
    created_at: '2027-01-15T08:00:00.000Z',
    updated_at: '2027-01-15T08:00:00.000Z',
    version: 1,
  };
  const calls = callsInMemory();
  const webhooks = {
    get: async (id: string) => (id === registered.id ? registered : undefined),
    secrets: async (id: string) => (id === registered.id ? [SECRET] : []),
    all: async () => [registered],
  };
  const sender = webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs: 2_000 });
  const type = webhook({ webhooks, sender }, calls);
  const tools: ActionTools = {
    id: 'action_1',
    now: Date.now() / 1000,
    trigger: { failing: [] },
    mayChange: async () => {},
  };
  const plan = (parameters: Record<string, unknown>) => type.plan(aService({ name: 'orders' }), parameters, tools);
  return { type, calls, tools, plan };
}

test('a registered webhook is called, signed with its secret, once', async () => {
  for (const which of [{ webhook: 'webhook_1' }, { url }]) {
    const { type, tools, plan } = stage();
    heard = [];
    const { plan: planned = {} } = await plan({ ...which, data: { runbook: 'RB-7' } });
    await type.act(planned, tools);
    await type.act(planned, tools);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      id: 'action_1',
      body: { event: 'action.requested', data: { runbook: 'RB-7', service: 'orders' } },
    });
    expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });
  }
});

test('a receiver in trouble is called again with the same id, three times at most', async () => {
  const { type, tools, plan } = stage();
  answers = [503, 204];
  const { plan: planned = {} } = await plan({ webhook: 'webhook_1' });
  await type.act(planned, tools);
  expect(heard.map(({ id }) => id)).toEqual(['action_1', 'action_1']);
  expect(await type.settled(planned, tools)).toEqual({ state: 'settled' });

  answers = [500, 500, 500, 204];
  const other = stage();
  await other.type.act(planned, other.tools);
  expect(await other.type.settled(planned, other.tools)).toEqual({ state: 'failed', reason: 'answered 500' });
  expect(answers).toEqual([204]);
});

test('one that refuses is not asked again', async () => {
  const { type, tools, plan } = stage();
  answers = [403];
  const { plan: planned = {} } = await plan({ webhook: 'webhook_1' });
  await type.act(planned, tools);
  expect(heard).toHaveLength(1);
  expect(await type.settled(planned, tools)).toEqual({ state: 'failed', reason: 'answered 403' });
});

test('what is not registered, or switched off, is nothing to do; the switch holds it back', async () => {
  const { type, plan } = stage();
  expect((await plan({ url: 'https://elsewhere.test/' })).nothing).toContain('POST /webhooks');
  expect((await stage({ enabled: false }).plan({ webhook: 'webhook_1' })).nothing).toContain('switched off');
  const { plan: planned = {} } = await plan({ webhook: 'webhook_1' });
  const mayChange = async () => Promise.reject(new ActionHeld('switched off'));
  await expect(type.act(planned, { id: 'action_1', now: 0, trigger: { failing: [] }, mayChange })).rejects.toThrow(
    ActionHeld,
  );
  expect(heard).toEqual([]);
});

test('its id or its address, one of them', () => {
  const { type } = stage();
  expect(type.check({})).toMatchObject([{ pointer: '/webhook' }]);
  expect(type.check({ url: 'ftp://x' })).toMatchObject([{ pointer: '/url' }]);
  expect(type.check({ url: 'https://x.test' })).toEqual([]);
});
