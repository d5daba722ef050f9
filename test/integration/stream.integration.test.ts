import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { OPEN_METRICS } from '#adapters/openmetrics/openMetrics.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { anAction } from '#domain/fixtures.ts';
import { derivedId } from '#domain/id.ts';
import { Action } from '#domain/remediation/action.ts';
import { local, resource, wake } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { readOpenMetrics } from '#test/support/openMetrics.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { numbersOf, openStream } from '#test/support/stream.ts';
import { until } from '#test/support/until.ts';
import { newConnection } from '#usecases/socketSession.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
});
async function open(options?: Parameters<typeof openStream>[0]) {
  const stream = await openStream(options);
  opened.push(stream);
  return stream;
}

// nobody watches these services, so no policy acts on what is told of them
const someService = () => `stream-${randomUUID().slice(0, 8)}`;
let count = 0;
const tell = (service: string, more: Partial<Anomaly> = {}) =>
  storeAnomaly({ id: `anomaly_${service.replace('-', '')}${++count}`, service, ...more });

const Status = z.object({
  active_connections: z.number(),
  websocket_url: z.string(),
  supported_events: z.array(z.string()),
});
const Ticket = z.object({ ticket: z.string(), expires_at: z.iso.datetime(), websocket_url: z.string() });
const status = () => json(api('/stream/status'), Status);
const ticket = () => json(api('/stream/ticket', { method: 'POST' }), Ticket, 201);

test('connected first, before any event; then each event with the next number', async () => {
  const stream = await open();
  const seq = await stream.greeted();
  expect(stream.messages[0]).toMatchObject({
    event: 'connected',
    connection_id: expect.any(String),
    supported_events: expect.arrayContaining(['anomaly.detected', 'anomaly.resolved', 'action.succeeded']),
  });
  const service = someService();
  const anomaly = await tell(service);
  const detected = await stream.find('the anomaly', (message) => numbersOf([message], service).length > 0);
  expect(detected).toMatchObject({ event: 'anomaly.detected', timestamp: expect.any(String), seq: expect.any(Number) });
  expect(Anomaly.parse(detected.anomaly)).toEqual(anomaly);
  await storeAnomaly({ ...anomaly, version: 2, status: 'resolved', resolution: 'recovered' });
  const resolved = await stream.find(
    'its end',
    (message) => numbersOf([message], service)[0] !== detected.seq && numbersOf([message], service).length > 0,
  );
  expect(resolved.event).toBe('anomaly.resolved');
  expect(Number(detected.seq)).toBeGreaterThan(seq);
  expect(Number(resolved.seq)).toBeGreaterThan(Number(detected.seq));
});

test('actions are told too, in the same line', async () => {
  const stream = await open();
  await stream.greeted();
  const service = someService();
  const actions = actionTable(
    DynamoDBDocumentClient.from(new DynamoDBClient(local())),
    resource('AWS::DynamoDB::GlobalTable', 'Actions'),
  );
  const at = new Date().toISOString();
  const action = anAction({
    id: derivedId('action', service),
    service,
    status: 'held',
    created_at: at,
    updated_at: at,
  });
  await actions.hold(action);
  const told = await stream.find('the action', (message) => Action.safeParse(message.action).data?.id === action.id);
  expect(told).toMatchObject({ event: 'action.held', seq: expect.any(Number), action: { service, status: 'held' } });
});

test('numbers without gaps or repeats, the same for every subscriber', async () => {
  const [one, two] = [await open(), await open()];
  const from = Math.max(await one.greeted(), await two.greeted());
  const service = someService();
  await Promise.all(Array.from({ length: 20 }, () => tell(service)));
  await until('both have all', async () =>
    [one, two].every(({ messages }) => numbersOf(messages, service).length === 20),
  );
  for (const { messages } of [one, two]) {
    const seen = messages.map(({ seq }) => Number(seq)).filter((seq) => seq > from);
    expect(seen).toEqual(seen.map((_, n) => (seen[0] ?? 0) + n));
  }
  expect(numbersOf(one.messages, service)).toEqual(numbersOf(two.messages, service));
});

test('a subscription brings what it asks for and nothing else', async () => {
  const wanted = someService();
  const stream = await open();
  await stream.greeted();
  stream.send({ action: 'subscribe', services: [wanted], severities: ['high'], events: ['anomaly.detected'] });
  expect(await stream.named('subscribed')).toMatchObject({ services: [wanted], severities: ['high'] });
  const heard = stream.messages.length;
  await tell(someService());
  await tell(wanted, { severity: 'low' });
  const asked = await tell(wanted, { severity: 'high' });
  await stream.find('the wanted one', ({ anomaly }) => Anomaly.safeParse(anomaly).data?.id === asked.id);
  expect(stream.messages.slice(heard)).toHaveLength(1);
});

test('after: a client that was away is given what it missed, once, in order, while more comes', async () => {
  const service = someService();
  const first = await open();
  const seq = await first.greeted();
  for (let n = 0; n < 5; n++) await tell(service);
  await until('the first five', async () => numbersOf(first.messages, service).length === 5);
  const known = numbersOf(first.messages, service)[1] ?? 0;
  first.close();

  const busy = Promise.all(Array.from({ length: 10 }, () => tell(service)));
  const back = await open();
  await back.greeted();
  back.send({ action: 'subscribe', services: [service], after: known });
  await busy;
  await back.named('subscribed');
  await tell(service);
  await until('all that was missed, and the new one', async () => numbersOf(back.messages, service).length >= 14);
  const got = numbersOf(back.messages, service);
  expect(new Set(got).size, 'none twice').toBe(got.length);

  const whole = await open({ query: `?after=${seq}` });
  await until('the whole story', async () => numbersOf(whole.messages, service).length >= 16);
  const story = numbersOf(whole.messages, service);
  expect(story, 'in order, from the address alone').toEqual(story.toSorted((a, b) => a - b));
  expect(
    got.toSorted((a, b) => a - b),
    'no gap',
  ).toEqual(story.filter((number) => number > known));
});

test('a number of another feed is answered by a gap', async () => {
  const stream = await open();
  const seq = await stream.greeted();
  stream.send({ action: 'subscribe', after: 1_000_000 });
  const gap = await stream.named('replay.gap');
  expect(Number(gap.from)).toBeGreaterThan(seq);
});

test('ping is answered, a bad message is told what is wrong, and the connection stays', async () => {
  const stream = await open();
  await stream.greeted();
  stream.send({ action: 'ping' });
  await stream.named('pong');
  stream.send('not even JSON');
  expect(await stream.named('error')).toMatchObject({ problem: { status: 422, errors: [{ pointer: '' }] } });
  stream.send({ action: 'subscribe', severities: ['odd'] });
  await stream.find('the second error', ({ problem }) => JSON.stringify(problem ?? '').includes('/severities/0'));
  const service = someService();
  await tell(service);
  await until('it still listens', async () => numbersOf(stream.messages, service).length === 1);
});

test('who has no key, a wrong one, or one without the scope is refused at the handshake', async () => {
  await expect(openStream({ headers: {} })).rejects.toThrow(/refused|403|401/);
  await expect(openStream({ headers: { 'X-API-Key': 'rp_nobody_secret' } })).rejects.toThrow();
  const { key } = await json(
    api('/keys', { method: 'POST', body: JSON.stringify({ name: 'only ingests', scopes: ['ingest'] }) }),
    z.looseObject({ key: z.string() }),
    201,
  );
  await expect(openStream({ headers: { 'X-API-Key': key } })).rejects.toThrow();
  const bearer = await open({ headers: { authorization: `Bearer ${installation().admin_key}` } });
  await bearer.greeted();
});

test('a ticket opens one connection, a second time none', async () => {
  const made = await ticket();
  expect(made.websocket_url).toBe(`${installation().websocket_url}?ticket=${made.ticket}`);
  expect(Date.parse(made.expires_at) - Date.now()).toBeLessThanOrEqual(61_000);
  const stream = await open({ headers: {}, query: `?ticket=${made.ticket}` });
  await stream.greeted();
  await expect(openStream({ headers: {}, query: `?ticket=${made.ticket}` })).rejects.toThrow();
});

test('status counts who listens and says where', async () => {
  const streams = [await open(), await open(), await open()];
  for (const stream of streams) await stream.greeted();
  const listening = await until('all three are counted', async () => {
    const told = await status();
    return told.active_connections >= streams.length ? told : undefined;
  });
  expect(listening.websocket_url).toBe(installation().websocket_url);
  expect(listening.supported_events).toEqual(expect.arrayContaining(['connected', 'anomaly.detected']));
  for (const stream of streams) stream.close();
  const rest = listening.active_connections - streams.length;
  await until('they are counted no more', async () => (await status()).active_connections <= rest);
});

test('what ended without a word is swept, and who listens is not', async () => {
  const stream = await open();
  await stream.greeted();
  const connections = connectionTable(
    DynamoDBDocumentClient.from(new DynamoDBClient(local())),
    resource('AWS::DynamoDB::GlobalTable', 'Connections'),
    { now: () => Date.now() / 1000 },
  );
  const now = Date.now() / 1000;
  const nobody = { id: `${randomUUID()}=`, keyId: 'nobody', secretVersion: null, replayFrom: null };
  const dead = newConnection(nobody, now, now + 3_600);
  await connections.create({ ...dead, state: 'live' });
  await wake('ScheduleSweepConnections');
  await until('it is gone', async () => (await connections.get(dead.id)) === undefined);
  const service = someService();
  await tell(service);
  await until('who listens is told', async () => numbersOf(stream.messages, service).length === 1);
});

test("the platform's own figures, as OpenMetrics", async () => {
  const stream = await open();
  const seq = await stream.greeted();
  const answer = await api('/metrics');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, OPEN_METRICS]);
  const families = readOpenMetrics(await answer.text());
  const only = (name: string) => families.get(name)?.samples[0]?.value;
  expect(only('forestall_stream_connections')).toBeGreaterThanOrEqual(1);
  expect(only('forestall_events_published')).toBeGreaterThanOrEqual(seq);
  const of = (name: string, label: string) => families.get(name)?.samples.map(({ labels }) => labels[label]);
  expect(of('forestall_dead_letters', 'queue')).toEqual(
    expect.arrayContaining(['Feed', 'Deliveries', 'Samples', 'Pulls', 'Jobs', 'AuditEntries', 'Streams']),
  );
  const unread = families.get('forestall_source_unread')?.samples.filter(({ value }) => value !== 0);
  expect(unread, 'every source could be read').toEqual([]);
});

test("a revoked key's connections are closed", async () => {
  const { id, key } = await json(
    api('/keys', { method: 'POST', body: JSON.stringify({ name: 'soon revoked', scopes: ['read'] }) }),
    z.looseObject({ id: z.string(), key: z.string() }),
    201,
  );
  const stream = await open({ headers: { 'X-API-Key': key } });
  await stream.greeted();
  expect((await api(`/keys/${id}`, { method: 'DELETE' })).status).toBe(204);
  await stream.closed();
});
