import { createHmac, randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Webhook as StockClient } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { receiverHealth } from '#adapters/dynamodb/receiverHealth.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { Delivery } from '#contract/webhooks.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Webhook } from '#domain/webhook/webhook.ts';
import { local, resource } from '#test/support/aws.ts';
import { anEvent } from '#test/support/events.ts';
import { api, json } from '#test/support/installation.ts';
import { type Received, startReceiver } from '#test/support/receiver.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { openStream } from '#test/support/stream.ts';
import { until } from '#test/support/until.ts';

type Receiver = Awaited<ReturnType<typeof startReceiver>>;
const receivers: Receiver[] = [];
const made: string[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) await api(`/webhooks/${id}`, { method: 'DELETE' });
  for (const one of receivers.splice(0)) await one.stop();
});
async function receiver(): Promise<Receiver> {
  const one = await startReceiver();
  receivers.push(one);
  return one;
}

const Created = Webhook.extend({ secret: z.string(), warning: z.string().optional() });
const Problem = z.looseObject({ status: z.number(), errors: z.array(z.looseObject({ pointer: z.string() })) });
const Deliveries = z.object({ deliveries: z.array(Delivery), count: z.number(), next_cursor: z.string().nullable() });

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
/** Unless a test says whom it is for it is told of nobody: what other tests left behind may still end, and be told. */
async function register(wish: Record<string, unknown>) {
  const modest = { events: ['anomaly.detected'], services: [someService()] };
  const webhook = await json(call('POST', '/webhooks', { ...modest, ...wish }), Created, 201);
  made.push(webhook.id);
  return webhook;
}
const history = async (query: string) => (await json(api(`/webhooks/history?${query}`), Deliveries)).deliveries;
const settled = (webhook: string, wanted: number) =>
  until(
    `${wanted} deliveries have arrived`,
    async () => {
      const all = await history(`webhook=${webhook}&status=delivered`);
      return all.length === wanted ? all : undefined;
    },
    { within: 90_000 },
  );

const someService = () => `hooks-${randomUUID().slice(0, 8)}`;
let count = 0;
const tell = (service: string, more: Partial<Anomaly> = {}) =>
  storeAnomaly({ id: `anomaly_${service.replace('-', '')}${++count}`, service, ...more });

const verified = (secret: string | Buffer, { headers, body }: Received) =>
  (typeof secret === 'string' ? new StockClient(secret) : new StockClient(secret, { format: 'raw' })).verify(
    body,
    Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((n) => [n, String(headers[n])])),
  );

const tables = () => DynamoDBDocumentClient.from(new DynamoDBClient(local()));

/** A delivery that is due and of which no message tells, made at that time. */
async function aLostDelivery(subscriber: string, at: string) {
  const table = deliveryTable(tables(), resource('AWS::DynamoDB::GlobalTable', 'Deliveries'), {
    now: () => Date.now() / 1000,
  });
  const event = { ...anEvent(`lost-${randomUUID()}`), seq: 1 };
  const delivery = `delivery_${randomUUID().replaceAll('-', '')}`;
  await table.create(
    {
      id: delivery,
      subscriber_id: subscriber,
      event_id: event.id,
      event: event.event,
      subject: event.id,
      status: 'waiting',
      tries: [],
      due_at: at,
      redriven_at: null,
      created_at: at,
      updated_at: at,
    },
    event,
  );
  return { delivery, event };
}

test('a webhook from its registration to its end; its secret is told once and kept encrypted', async () => {
  const { url } = await receiver();
  const secret = `a secret of a test ${randomUUID()}`;
  const { secret: told, ...webhook } = await register({ url, secret, services: ['orders'] });
  expect(told).toBe(secret);
  expect(webhook).toMatchObject({ format: 'standard', enabled: true, version: 1 });

  const one = await api(`/webhooks/${webhook.id}`);
  const etag = one.headers.get('etag') ?? '';
  expect(await one.json()).toEqual(webhook);
  const list = await (await api('/webhooks?limit=500')).text();
  expect(list).toContain(webhook.id);
  expect(list).not.toContain(secret);
  const { Item } = await new DynamoDBClient(local()).send(
    new GetItemCommand({
      TableName: resource('AWS::DynamoDB::GlobalTable', 'Webhooks'),
      Key: { id: { S: webhook.id } },
    }),
  );
  expect(Item?.secret?.B).toBeInstanceOf(Uint8Array);
  expect(Buffer.from(Item?.secret?.B ?? []).toString('latin1')).not.toContain(secret);

  const change = { ...webhook, enabled: false };
  const changed = await json(call('PUT', `/webhooks/${webhook.id}`, change, { 'If-Match': etag }), Webhook);
  expect(changed).toMatchObject({ enabled: false, version: 2, services: ['orders'] });
  expect((await call('PUT', `/webhooks/${webhook.id}`, change, { 'If-Match': etag })).status).toBe(412);
  expect((await call('DELETE', `/webhooks/${webhook.id}`, undefined, { 'If-Match': etag })).status).toBe(412);
  expect((await call('DELETE', `/webhooks/${webhook.id}`)).status).toBe(204);
  for (const method of ['GET', 'DELETE']) expect((await call(method, `/webhooks/${webhook.id}`)).status).toBe(404);
});

test('a test is a real signed delivery, and the answer is told', async () => {
  const { url, received } = await receiver();
  const { id, secret } = await register({ url });
  const result = await json(call('POST', `/webhooks/${id}/test`), z.looseObject({}));
  expect(result).toMatchObject({ delivered: true, status: 204, error: null, duration_ms: expect.any(Number) });
  const [got] = received;
  if (!got) throw new Error('nothing arrived');
  const body = z.looseObject({ signature: z.string() }).parse(verified(secret, got));
  expect(body).toMatchObject({
    event: 'anomaly.detected',
    data: { service: expect.any(String), metric: 'cpu_usage', severity: 'high', current_value: expect.any(Number) },
  });
  expect(got.headers['user-agent']).toBe('Forestall');
});

test('a rotation: both secrets verify during the overlap, and only the new one after it', async () => {
  const one = await receiver();
  const { id, secret: first } = await register({ url: one.url });
  const rotate = (body: object, headers = {}) => call('POST', `/webhooks/${id}/rotate`, body, headers);
  const { secret: second, ...webhook } = await json(rotate({ overlap: '1h' }), Created);
  expect(second).not.toBe(first);
  expect(Date.parse(webhook.previous_until ?? '')).toBeGreaterThan(Date.now() + 3_500_000);
  expect(await json(api(`/webhooks/${id}`), Webhook)).toEqual(webhook);
  expect((await rotate({}, { 'If-Match': '"1"' })).status).toBe(412);
  await call('POST', `/webhooks/${id}/test`);
  const third = await json(rotate({ secret: 'one of my own', overlap: 0 }), Created);
  expect(third).toMatchObject({ secret: 'one of my own', previous_until: null, version: 3 });
  await call('POST', `/webhooks/${id}/test`);
  const [during, after] = one.received;
  if (!during || !after) throw new Error('nothing arrived');
  for (const secret of [first, second]) verified(secret, during);
  verified(Buffer.from('one of my own'), after);
  for (const secret of [first, second]) expect(() => verified(secret, after)).toThrow();
});

test('what a person triggers goes to whom it is for, and to the stream', async () => {
  const stream = await openStream();
  await stream.greeted();
  const one = await receiver();
  const service = someService();
  const { id, secret } = await register({ url: one.url, events: ['test'], services: [service] });
  const data = { service, severity: 'low', note: 'a fire drill' };
  await json(call('POST', '/trigger', { event: 'test', data: { service: someService() } }), z.looseObject({}), 202);
  const told = await json(call('POST', '/trigger', { event: 'test', data }), z.looseObject({ id: z.string() }), 202);
  expect(told).toMatchObject({ event: 'test', subscribers: expect.any(Number) });
  const [delivery] = await settled(id, 1);
  expect(delivery).toMatchObject({ event_id: told.id, webhook_id: id, integration_id: null });
  const [got] = one.received;
  if (!got) throw new Error('nothing arrived');
  expect(verified(secret, got)).toMatchObject({ event: 'test', data, id: told.id });
  await stream.find(
    'the event',
    (message) => message.event === 'test' && JSON.stringify(message).includes('a fire drill'),
  );
  stream.close();
  const problem = await json(call('POST', '/trigger', { event: 'nothing', data: {} }), Problem, 422);
  expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/event']);
});

test('receivers that hang or lead elsewhere hold nobody up', async () => {
  const [hanging, leading, good] = await Promise.all([receiver(), receiver(), receiver()]);
  hanging.answer('never');
  leading.answer(302);
  const service = someService();
  const [hangs, leads, works] = await Promise.all(
    [hanging, leading, good].map(({ url }) => register({ url, services: [service] })),
  );
  await Promise.all(Array.from({ length: 8 }, () => tell(service)));
  expect(await settled(works?.id ?? '', 8)).toHaveLength(8);
  const tries = (id: string | undefined) =>
    until('it was tried', async () => {
      const made = (await history(`webhook=${id}`)).flatMap((delivery) => delivery.tries);
      return made.length > 0 ? made : undefined;
    });
  expect((await tries(leads?.id))[0]).toMatchObject({ status: 302, error: null });
  expect((await tries(hangs?.id))[0]).toMatchObject({ status: null, error: 'no answer in time' });
});

test('an event is delivered whole, signed with the secret that was given, to whom it is for', async () => {
  const { url, received } = await receiver();
  const service = someService();
  const { id } = await register({ url, secret: 'your_secret_key', services: [service], severities: ['high'] });
  await tell(someService());
  await tell(service, { severity: 'low' });
  const anomaly = await tell(service, { severity: 'high' });
  const [delivery] = await settled(id, 1);
  expect(delivery).toMatchObject({
    event: 'anomaly.detected',
    subject: anomaly.id,
    tries: [{ status: 204, error: null }],
  });
  expect(received).toHaveLength(1);
  const [got] = received;
  if (!got) throw new Error('nothing arrived');
  expect(verified(Buffer.from('your_secret_key'), got)).toMatchObject({ data: anomaly });
  const cut = got.body.lastIndexOf(',"signature":');
  const hex = createHmac('sha256', 'your_secret_key')
    .update(`${got.body.slice(0, cut)}}`)
    .digest('hex');
  expect(JSON.parse(got.body).signature).toBe(`sha256=${hex}`);
});

test('a receiver that is down gets everything when it is back: once each id, each subject in order', async () => {
  const one = await receiver();
  const service = someService();
  const { id } = await register({ url: one.url, events: ['*'], services: [service] });
  one.takeDown();
  const anomalies = await Promise.all([tell(service), tell(service)]);
  for (const anomaly of anomalies) {
    await storeAnomaly({ ...anomaly, version: 2, current_value: 95 });
    await storeAnomaly({ ...anomaly, version: 3, status: 'resolved', resolution: 'recovered' });
  }
  await until('all six wait', async () => (await history(`webhook=${id}`)).length === 6);
  await until('it was tried and refused', async () => one.refusals() >= 2);
  one.bringBack();
  const deliveries = await settled(id, 6);
  expect(deliveries.some(({ tries }) => tries.some(({ status }) => status === 503))).toBe(true);
  expect(new Set(one.received.map(({ headers }) => headers['webhook-id'])).size).toBe(6);
  expect(one.received).toHaveLength(6);
  for (const { id: subject } of anomalies) {
    const events = one.received.map(({ body }) => JSON.parse(body)).filter(({ data }) => data.id === subject);
    expect(events.map(({ event }) => event)).toEqual(['anomaly.detected', 'anomaly.updated', 'anomaly.resolved']);
  }
});

test('a receiver that says 410 is not called again, and the stream says so', async () => {
  const stream = await openStream();
  await stream.greeted();
  const one = await receiver();
  one.answer(410);
  const service = someService();
  const { id } = await register({ url: one.url, services: [service] });
  await tell(service);
  const told = await stream.find(
    'the end of the webhook',
    ({ event, data }) => event === 'webhook.disabled' && JSON.stringify(data).includes(id),
  );
  expect(told.data).toMatchObject({ enabled: false, disabled_reason: expect.stringContaining('410') });
  expect(JSON.stringify(told)).not.toContain('secret');
  await until('it is disabled', async () => !(await json(api(`/webhooks/${id}`), Webhook)).enabled);
  expect(await history(`webhook=${id}&status=dead`)).toMatchObject([{ tries: [{ status: 410 }] }]);
  stream.close();

  const redrive = (body = {}) => call('POST', `/webhooks/${id}/redrive`, body);
  expect((await redrive()).status, 'it is switched off').toBe(409);
  one.bringBack();
  const webhook = await json(api(`/webhooks/${id}`), Webhook);
  await json(call('PUT', `/webhooks/${id}`, { ...webhook, enabled: true }), Webhook);
  const redriven = z.object({ redriven: z.number(), more: z.boolean() });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await json(redrive({ since: tomorrow }), redriven, 202)).toEqual({ redriven: 0, more: false });
  expect(await json(redrive(), redriven, 202)).toEqual({ redriven: 1, more: false });
  expect(await settled(id, 1)).toMatchObject([
    { redriven_at: expect.any(String), tries: [{ status: 410 }, { status: 204 }] },
  ]);
});

test('a receiver of which nothing has worked for days is switched off with the next that is given up', async () => {
  const one = await receiver();
  one.takeDown();
  const { id } = await register({ url: one.url, events: ['action.failed'] });
  const days = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
  const health = receiverHealth(tables(), resource('AWS::DynamoDB::GlobalTable', 'Deliveries'));
  await health.failed(id, Date.parse(days(4)) / 1000, 0);
  const { delivery } = await aLostDelivery(id, days(1.1));
  const queue = deliveryQueue(new SQSClient(local()), resource('AWS::SQS::Queue', 'Deliveries'));
  await queue.enqueue([{ id: delivery, delaySeconds: 0 }]);
  const webhook = await until('it is switched off', async () => {
    const now = await json(api(`/webhooks/${id}`), Webhook);
    return now.enabled ? undefined : now;
  });
  expect(webhook.disabled_reason).toContain('no delivery has worked since');
  expect(await history(`webhook=${id}&status=dead`)).toMatchObject([{ tries: [{ status: 503 }] }]);
});

test('a delivery whose message was lost is found by the sweep', async () => {
  const one = await receiver();
  const { id } = await register({ url: one.url, events: ['action.failed'] });
  const { event } = await aLostDelivery(id, new Date().toISOString());
  await settled(id, 1);
  expect(one.received.map(({ headers }) => headers['webhook-id'])).toEqual([event.id]);
});

test('history comes page by page, newest first', async () => {
  const one = await receiver();
  const service = someService();
  const { id } = await register({ url: one.url, services: [service] });
  for (let n = 0; n < 5; n++) await tell(service);
  const all = await settled(id, 5);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: z.infer<typeof Deliveries> = await json(
      api(`/webhooks/history?webhook=${id}&limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      Deliveries,
    );
    seen.push(...page.deliveries.map((delivery) => delivery.id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(seen).toEqual(all.map((delivery) => delivery.id));
  expect((await api('/webhooks/history?cursor=odd')).status).toBe(400);
});

test('a host that does not resolve yet registers with a warning; Slack is known by its address', async () => {
  const slack = await register({ url: 'https://hooks.slack.com/services/T0/B0/x' });
  expect(slack.format).toBe('slack');
  const later = await register({ url: 'https://not-there-yet.invalid/hook' });
  expect(later.warning).toContain('does not resolve yet');
  const result = await json(call('POST', `/webhooks/${later.id}/test`), z.looseObject({}));
  expect(result).toMatchObject({ delivered: false, status: null, error: expect.stringContaining('does not resolve') });
});

test.each([
  ['a private address', { url: 'http://10.0.0.1/hook' }, '/url'],
  ['the metadata service', { url: 'http://169.254.169.254/latest/meta-data/' }, '/url'],
  ['loopback in another spelling', { url: 'http://[::1]:8080/' }, '/url'],
  ['loopback inside IPv6', { url: 'http://[::ffff:7f00:2]/' }, '/url'],
  ['another protocol', { url: 'ftp://example.com/' }, '/url'],
  ['no address', { url: 'example' }, '/url'],
  ['credentials', { url: 'https://me:secret@example.com/' }, '/url'],
  ['an event that is none', { url: 'https://example.com/', events: ['nothing'] }, '/events/0'],
  ['no event', { url: 'https://example.com/', events: [] }, '/events'],
  ['base64 that is none', { url: 'https://example.com/', secret: 'whsec_!' }, '/secret'],
])('%s is refused with its place', async (_what, wish, pointer) => {
  const problem = await json(call('POST', '/webhooks', { events: ['*'], ...wish }), Problem, 422);
  expect(problem.errors.map((fault) => fault.pointer)).toEqual([pointer]);
});
