import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Key } from '#contract/keys.ts';
import { wake } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { linesOf } from '#test/support/logs.ts';
import { tokenOf } from '#test/support/signOn.ts';
import { openStream } from '#test/support/stream.ts';
import { until } from '#test/support/until.ts';

const Refused = z.looseObject({
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string() })).default([]),
});
const told = async (answer: Response) => Refused.parse(await answer.json());

const NewKey = Key.extend({ key: z.string() });
const KeyList = z.object({ keys: z.array(Key), count: z.number(), next_cursor: z.string().nullable() });
const Validity = z.object({
  valid: z.boolean(),
  name: z.string(),
  scopes: z.array(z.string()),
  rate_limit: z.object({ limit: z.number(), remaining: z.number(), reset_at: z.string() }),
});

const post = (path: string, body: unknown, more: Parameters<typeof api>[1] = {}) =>
  api(path, { method: 'POST', body: JSON.stringify(body), ...more });
const made = (key: object) => json(post('/keys', { name: 'a test', scopes: ['read'], ...key }), NewKey, 201);
/** Many calls at once begin new workers, which takes its time on a small machine. */
const patient = () => ({ signal: AbortSignal.timeout(90_000) });
const statusWith = async (key: string, path = '/policies') => (await api(path, { key })).status;
const remove = (id: string) => api(`/keys/${id}`, { method: 'DELETE' });

test('a key from its making to its end: shown once, used, noted, revoked at once', async () => {
  const { key, id, hash } = await made({ name: 'prod-api-key', description: 'Production', scopes: ['read', 'write'] });
  expect(key).toMatch(/^rp_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}$/);
  expect(await statusWith(key)).toBe(200);

  const listed = await json(api('/keys?limit=500'), KeyList);
  const entry = listed.keys.find((one) => one.id === id);
  expect(entry).toMatchObject({
    name: 'prod-api-key',
    scopes: ['read', 'write'],
    hash,
    last_used_at: expect.any(String),
  });
  expect(JSON.stringify(listed)).not.toContain(key.slice(16));

  const valid = await json(post('/validate', {}, { key }), Validity);
  expect(valid).toMatchObject({ valid: true, name: 'prod-api-key', rate_limit: { limit: 1000, remaining: 998 } });
  const left = z.object({ key_id: z.string(), remaining: z.number() });
  for (const name of [hash, id]) {
    expect(await json(api(`/rate-limit/${name}`), left)).toEqual({ key_id: id, remaining: 998 });
  }

  expect((await remove(id)).status).toBe(204);
  expect(await statusWith(key), 'the very next call is refused').toBe(401);
  expect((await remove(id)).status).toBe(404);
  const refused = await post('/validate', {}, { key });
  expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ valid: false, status: 401 })]);
});

test('a rotation: both secrets for a while, or the old one ends now', async () => {
  const before = await made({});
  const after = await json(post(`/keys/${before.id}/rotate`, { overlap: '1h' }), NewKey);
  expect([await statusWith(before.key), await statusWith(after.key)]).toEqual([200, 200]);
  const last = await json(post(`/keys/${before.id}/rotate`, { overlap: 0 }), NewKey);
  expect([await statusWith(before.key), await statusWith(after.key), await statusWith(last.key)]).toEqual([
    401, 401, 200,
  ]);
  expect(last.previous_until).toBeNull();
  await remove(before.id);
});

test('of many rotations at once one wins each time, and its secret opens', async () => {
  const { id } = await made({});
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => post(`/keys/${id}/rotate`, { overlap: 0 }, patient())),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 412)).toEqual([]);
  const texts = await Promise.all(
    answers.filter(({ status }) => status === 200).map(async (answer) => NewKey.parse(await answer.json()).key),
  );
  const opened = await Promise.all(texts.map((key) => statusWith(key)));
  expect(opened.filter((status) => status === 200)).toHaveLength(1);
  await remove(id);
});

test('a key does what its scopes say and no more; what is missing is named', async () => {
  const { key, id } = await made({ scopes: ['read'] });
  const refused = await post('/toggle', { enabled: false, reason: 'not by this key' }, { key });
  expect([refused.status, (await told(refused)).detail]).toEqual([403, expect.stringContaining('scope act')]);
  expect(await statusWith(key, '/keys')).toBe(403);
  expect(await statusWith(key, '/status')).toBe(200);
  await remove(id);
});

test('an expired key is refused; one that would be expired already is not made', async () => {
  const past = new Date(Date.now() - 1_000).toISOString();
  const refused = await post('/keys', { name: 'late', scopes: ['read'], expires_at: past });
  expect([refused.status, (await told(refused)).errors.map(({ pointer }) => pointer)]).toEqual([422, ['/expires_at']]);
  const { key, id } = await made({ expires_at: new Date(Date.now() + 10_000).toISOString() });
  expect(await statusWith(key)).toBe(200);
  await expect.poll(() => statusWith(key), { timeout: 30_000, interval: 500 }).toBe(401);
  await remove(id);
});

test('a key cannot give or take what it has not', async () => {
  const { key, id } = await made({ scopes: ['admin'], namespaces: ['payments'] });
  const all = await made({});
  const other = await post('/keys', { name: 'x', scopes: ['read'], namespaces: ['orders'] }, { key });
  expect([other.status, (await told(other)).detail]).toEqual([403, expect.stringContaining('the namespace orders')]);
  expect((await post(`/keys/${all.id}/rotate`, {}, { key })).status, 'it would learn a stronger secret').toBe(403);
  expect((await api(`/keys/${all.id}`, { method: 'DELETE', key })).status).toBe(403);
  expect((await post('/keys/admin/rotate', {})).status).toBe(409);
  await Promise.all([remove(id), remove(all.id)]);
});

test('2,000 calls with one key, 64 at a time: never more than its limit are let through', async () => {
  const LIMIT = 400;
  const { key, id } = await made({ rate_limit: LIMIT });
  const counts = { gateway: 0, failed: 0 };
  const passed: { remaining: number; reset_at: string }[] = [];
  const refused: Headers[] = [];
  const ask = async (): Promise<void> => {
    const answer = await post('/validate', {}, { key, ...patient() }).catch(() => undefined);
    const text = await answer?.text();
    if (answer?.status === 200) passed.push(Validity.parse(JSON.parse(text ?? '')).rate_limit);
    else if (answer?.status === 429 && answer.headers.has('ratelimit')) refused.push(answer.headers);
    else if (answer?.status === 429) {
      counts.gateway += 1; // API Gateway's own: no function was called, so it is asked again
      return ask();
    } else counts.failed += 1;
  };
  const calls = Array.from({ length: 2_000 }, (_, n) => n).values();
  const caller = async () => {
    for (const _ of calls) await ask();
  };
  await Promise.all(Array.from({ length: 64 }, caller));

  expect(passed.length + refused.length + counts.failed).toBe(2_000);
  const hours = Map.groupBy(passed, ({ reset_at }) => reset_at);
  for (const [hour, those] of hours) {
    expect(those.length, `let through until ${hour}`).toBeLessThanOrEqual(LIMIT);
    expect(new Set(those.map(({ remaining }) => remaining)).size, 'each took a place of its own').toBe(those.length);
  }
  // a call that failed, or was counted twice because its answer got lost, took a place and was not let through
  if (passed.length < LIMIT) {
    const explained =
      counts.failed + (await linesOf('HttpKeys')).filter((line) => line.includes('may have been counted twice')).length;
    expect(passed.length + explained, `${passed.length} let through, ${explained} places lost`).toBeGreaterThanOrEqual(
      LIMIT,
    );
  }
  for (const headers of refused) {
    expect(headers.get('ratelimit-policy')).toBe(`"key";q=${LIMIT};w=3600`);
    expect(headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await remove(id);
});

test('a refused key is told how often one may fail from its address', async () => {
  const { status, headers } = await api('/status', { key: 'rp_nobody_at-all' });
  expect([status, headers.get('ratelimit-policy')]).toEqual([401, '"failures";q=60;w=60']);
  expect(headers.get('ratelimit')).toMatch(/^"failures";r=\d+;t=\d+$/);
});

test('a rotation without an overlap closes what the old secret opened; one with an overlap does not', async () => {
  const { key, id } = await made({});
  const stream = await openStream({ headers: { 'X-API-Key': key } });
  await stream.greeted();
  const next = await json(post(`/keys/${id}/rotate`, { overlap: '1h' }), NewKey);
  stream.send({ action: 'ping' });
  await stream.named('pong');
  expect((await post(`/keys/${id}/rotate`, { overlap: 0 })).status).toBe(200);
  await stream.closed();
  expect([await statusWith(key), await statusWith(next.key)]).toEqual([401, 401]);
  await remove(id);
});

test('what the old secret opened ends with the overlap; what the new one opened stays', async () => {
  const { key, id } = await made({});
  const before = await openStream({ headers: { 'X-API-Key': key } });
  await before.greeted();
  const next = await json(post(`/keys/${id}/rotate`, { overlap: '1s' }), NewKey);
  const after = await openStream({ headers: { 'X-API-Key': next.key } });
  await after.greeted();
  let closed = false;
  const ended = before.closed().then(() => {
    closed = true;
  });
  await until('it is swept', async () => {
    await wake('ScheduleSweepConnections');
    return closed;
  });
  await ended;
  after.send({ action: 'ping' });
  await after.named('pong');
  after.close();
  await remove(id);
});

test('a key by its id, and its version: a stale If-Match revokes nothing', async () => {
  const { id } = await made({ name: 'versioned' });
  const read = await api(`/keys/${id}`);
  expect([read.status, read.headers.get('etag'), Key.parse(await read.json()).name]).toEqual([200, '"1"', 'versioned']);
  await post(`/keys/${id}/rotate`, {});
  const drop = (tag: string) => api(`/keys/${id}`, { method: 'DELETE', headers: { 'If-Match': tag } });
  expect((await drop('"1"')).status).toBe(412);
  expect((await drop('"2"')).status).toBe(204);
  expect((await api(`/keys/${id}`)).status).toBe(404);
});

describe('tokens of the identity provider', () => {
  const withToken = (token: string, path = '/status', more: RequestInit = {}) =>
    api(path, { ...more, headers: { authorization: `Bearer ${token}` }, key: '' });

  test('open what their groups may, and act within the namespaces of those', async () => {
    const alice = await tokenOf({ sub: 'alice', email: 'alice@example.com', groups: ['payments-team', 'lunch'] });
    expect((await withToken(alice)).status).toBe(200);
    const valid = await json(withToken(alice, '/validate', { method: 'POST' }), Validity);
    expect(valid).toMatchObject({ name: 'alice@example.com', scopes: ['read', 'act'], rate_limit: { limit: 500 } });
    const writes = await withToken(alice, '/evaluate', { method: 'POST' });
    expect([writes.status, (await told(writes)).detail]).toEqual([403, expect.stringContaining('scope write')]);
    const off = await withToken(alice, '/toggle', { method: 'POST', body: '{"enabled":false,"reason":"not hers"}' });
    expect([off.status, (await told(off)).detail]).toEqual([403, expect.stringContaining('payments')]);
  });

  test('are refused with the reason when they ended, are for others, or nobody trusts who signed them', async () => {
    const old = await tokenOf({ sub: 'alice', groups: ['sre'] }, Math.floor(Date.now() / 1_000) - 61);
    const other = await tokenOf({ sub: 'alice', groups: ['sre'], aud: 'billing' });
    const tampered = (await tokenOf({ sub: 'alice', groups: ['sre'] })).slice(0, -4);
    const answers = await Promise.all([old, other, `${tampered}AAAA`].map((token) => withToken(token)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    const why = await Promise.all(answers.map(async (answer) => (await told(answer)).detail));
    expect(why).toEqual([
      'this token has expired',
      'this token is for another audience',
      'this token is not signed by the identity provider',
    ]);
    const nobody = await withToken(await tokenOf({ sub: 'bob', groups: ['lunch'] }));
    expect([nobody.status, (await told(nobody)).detail]).toEqual([403, 'this needs the scope read; bob has none']);
  });

  test('open the stream, by themselves or by a ticket', async () => {
    const token = await tokenOf({ sub: 'carol', groups: ['sre'] });
    const direct = await openStream({ headers: { authorization: `Bearer ${token}` } });
    await direct.greeted();
    const { ticket } = await json(
      withToken(token, '/stream/ticket', { method: 'POST' }),
      z.looseObject({ ticket: z.string() }),
      201,
    );
    const byTicket = await openStream({ headers: {}, query: `?ticket=${ticket}` });
    await byTicket.greeted();
    for (const stream of [direct, byTicket]) stream.close();
  });
});

test('a repeated request makes one key; another request under its Idempotency-Key is refused', async () => {
  const name = `once-${Date.now()}`;
  const headers = { 'Idempotency-Key': name };
  const send = (body: object) => post('/keys', { name, scopes: ['read'], ...body }, { headers });
  const first = NewKey.parse(await (await send({})).json());
  const again = await send({});
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(NewKey.parse(await again.json())).toEqual(first);
  expect((await send({ description: 'another' })).status).toBe(422);

  const { keys } = await json(api('/keys?limit=500'), KeyList);
  expect(keys.filter((key) => key.name === name)).toHaveLength(1);
  await remove(first.id);
});

test('the same request many times at once is done once; the others wait or are given its answer', async () => {
  const name = `race-${Date.now()}`;
  const headers = { 'Idempotency-Key': name };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => post('/keys', { name, scopes: ['read'] }, { headers, ...patient() })),
  );
  expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
  const { keys } = await json(api('/keys?limit=500'), KeyList);
  const those = keys.filter((key) => key.name === name);
  expect(those).toHaveLength(1);
  for (const { id } of those) await remove(id);
});

test('the list goes on where its page ended, and a made-up cursor is refused', async () => {
  const some = [await made({ name: 'page-1' }), await made({ name: 'page-2' }), await made({ name: 'page-3' })];
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: z.output<typeof KeyList> = await json(
      api(`/keys?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
      KeyList,
    );
    expect(page.count).toBe(page.keys.length);
    seen.push(...page.keys.map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(new Set(seen).size, 'none twice').toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(some.map(({ id }) => id)));
  expect((await api('/keys?cursor=abc')).status).toBe(400);
  for (const { id } of some) await remove(id);
});
