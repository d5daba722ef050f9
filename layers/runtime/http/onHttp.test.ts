import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { Problem } from '#contract/problem.ts';
import { route } from '#contract/route.ts';
import { call, memoryPorts, someKey, withKey } from '#test/support/httpCall.ts';
import { answers, Invalid, NotFound, onHttp, TooMany } from './http.ts';

const Thing = z.object({ id: z.string(), version: z.number() });
const base = { tag: 'Things', summary: 'a thing' };
const getThing = route({
  ...base,
  id: 'getThing',
  method: 'GET',
  path: '/things/{id}',
  scope: 'read',
  params: z.object({ id: z.string() }),
  answers: { 200: { description: 'it', schema: Thing } },
});
const makeThing = route({
  ...base,
  id: 'makeThing',
  method: 'POST',
  path: '/things',
  scope: 'write',
  query: z.object({ dry: z.enum(['true', 'false']).optional() }),
  body: z.strictObject({ name: z.string().min(1), size: z.number().max(9).default(1) }),
  yaml: true,
  answers: {
    201: {
      description: 'it',
      schema: z.object({ name: z.string(), size: z.number(), by: z.string(), nth: z.number() }),
    },
  },
});
const share = route({
  ...base,
  id: 'share',
  method: 'PUT',
  path: '/shared',
  scope: 'act',
  wide: true,
  answers: { 200: { description: 'it' } },
});
const check = route({
  ...base,
  id: 'check',
  method: 'POST',
  path: '/check',
  scope: 'any key',
  answers: { 200: { description: 'it' } },
});
const alive = route({
  ...base,
  id: 'alive',
  method: 'GET',
  path: '/alive',
  scope: 'public',
  answers: { 200: { description: 'it' } },
});

const reader = someKey();
const writer = someKey({ id: 'writer000001', name: 'writer', scopes: ['write'] });

function thingsApi(...keys: Parameters<typeof memoryPorts>) {
  const memory = memoryPorts(reader, writer, ...keys);
  let made = 0;
  const failures: Record<string, unknown> = {};
  const handler = onHttp(
    [
      answers(getThing, ({ params }) => {
        if (Object.hasOwn(failures, params.id)) throw failures[params.id];
        return { status: 200, body: { id: params.id, version: 3 } };
      }),
      answers(makeThing, ({ body }, { caller }) => {
        made += 1;
        if (body.name === 'bad') throw new Invalid([{ pointer: '/name', message: 'no such thing' }]);
        return { status: 201, body: { ...body, by: caller.name, nth: made } };
      }),
      answers(share, (_request, { caller }) => ({ status: 200, body: { ...caller } })),
      answers(check, () => ({ status: 200, body: { valid: true } }), { unauthorized: { valid: false } }),
      answers(alive, () => ({ status: 200, body: 'yes', contentType: 'text/plain' })),
    ],
    { ports: memory.ports, all: [getThing, makeThing, share, check, alive] },
  );
  return { ...memory, handler, failures, made: () => made };
}
const one = { route: 'GET /things/{id}', params: { id: 'a' } };
const post = (body: unknown, more: object = {}) => ({
  route: 'POST /things',
  headers: withKey(writer),
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...more,
});

test('a good call: the answer, its version, what is left, the request it was', async () => {
  const { handler } = thingsApi();
  const { status, headers, body } = await call(handler, { ...one, headers: withKey(reader) });
  expect([status, body]).toEqual([200, { id: 'a', version: 3 }]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    etag: '"3"',
    'ratelimit-policy': '"key";q=1000;w=3600',
    'x-request-id': 'request-1',
  });
  expect(headers.ratelimit).toMatch(/^"key";r=999;t=(59|60)$/);
});

test('the key may come as a bearer, whatever the case of the header', async () => {
  const { handler } = thingsApi();
  const { status } = await call(handler, {
    ...one,
    headers: { Authorization: `bearer ${withKey(reader)['x-api-key']}` },
  });
  expect(status).toBe(200);
});

test('an empty X-API-Key is none', async () => {
  const { handler } = thingsApi();
  const headers = { 'x-api-key': '', authorization: `Bearer ${withKey(reader)['x-api-key']}` };
  expect((await call(handler, { ...one, headers })).status).toBe(200);
});

test('no key, an unknown one, a wrong secret, none that looks like a key: 401, and how to present one', async () => {
  const { handler } = thingsApi();
  for (const headers of [
    {},
    withKey({ id: 'nobody000001' }),
    { 'x-api-key': `rp_${reader.id}_wrong` },
    { 'x-api-key': 'hello' },
  ]) {
    const refused = await call(handler, { ...one, headers });
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(Problem.parse(refused.body)).toMatchObject({ status: 401, instance: '/things/a', request_id: 'request-1' });
  }
});

test('a revoked key is refused by the very next call', async () => {
  const { handler, keys } = thingsApi();
  expect((await call(handler, { ...one, headers: withKey(reader) })).status).toBe(200);
  keys.delete(reader.id);
  expect((await call(handler, { ...one, headers: withKey(reader) })).status).toBe(401);
});

test('the scope that is missing is named; such a call counts, so that it is limited too', async () => {
  const { handler } = thingsApi();
  const { status, body, headers } = await call(handler, { ...one, headers: withKey(writer) });
  expect(status).toBe(403);
  expect(body.detail).toBe('this needs the scope read; writer has write');
  expect(headers.ratelimit).toMatch(/^"key";r=999;/);
});

test('what the whole installation shares is not changed by who changes only what some namespaces have', async () => {
  const act = someKey({ id: 'act000000001', name: 'act', scopes: ['act'] });
  const part = someKey({ id: 'part00000001', name: 'part', scopes: ['act'], namespaces: ['payments', 'orders'] });
  const { handler } = thingsApi(act, part);
  const shared = { route: 'PUT /shared' };
  expect((await call(handler, { ...shared, headers: withKey(act) })).body.actor).toBe('key:act000000001');
  const { status, body } = await call(handler, { ...shared, headers: withKey(part) });
  expect([status, body.detail]).toEqual([
    403,
    'this changes what the whole installation shares; part changes only what is of payments, orders',
  ]);
});

describe('tokens of the identity provider', () => {
  function withTokens() {
    const api = thingsApi();
    const alice = {
      id: 'oidc:alice',
      name: 'Alice',
      grants: [
        { scopes: ['read' as const], namespaces: null },
        { scopes: ['act' as const], namespaces: ['payments'] },
      ],
      rateLimit: 2,
      secretVersion: null,
      until: Date.now() / 1_000 + 60,
    };
    api.ports().tokens = {
      async verify(token) {
        if (token === 'nobody.s.token') return { holder: { ...alice, id: 'oidc:bob', name: 'Bob', grants: [] } };
        if (token === 'no.keys.now') throw Object.assign(new Error('down'), { name: 'IssuerUnreachable' });
        return token === 'alice.s.token' ? { holder: alice } : { refused: 'this token has expired' };
      },
    };
    return api;
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  test('open what their groups may, within the namespaces of the group that may', async () => {
    const { handler } = withTokens();
    expect((await call(handler, { ...one, headers: bearer('alice.s.token') })).status).toBe(200);
    const shared = await call(handler, { route: 'PUT /shared', headers: bearer('alice.s.token') });
    expect([shared.status, shared.body.detail]).toEqual([403, expect.stringContaining('only what is of payments')]);
    const limited = await call(handler, { ...one, headers: bearer('alice.s.token') });
    expect([limited.status, limited.headers['ratelimit-policy']]).toEqual([429, '"key";q=2;w=3600']);
  });

  test('whose groups are not known: 403; refused ones: 401 and counted by address; no issuer: 503', async () => {
    const { handler, taken } = withTokens();
    const nobody = await call(handler, { ...one, headers: bearer('nobody.s.token') });
    expect([nobody.status, nobody.body.detail]).toEqual([403, 'this needs the scope read; Bob has none']);
    const old = await call(handler, { ...one, headers: bearer('an.old.token') });
    expect([old.status, old.body.detail, taken.get('address#192.0.2.1')]).toEqual([401, 'this token has expired', 1]);
    const down = await call(handler, { ...one, headers: bearer('no.keys.now') });
    expect([down.status, down.headers['retry-after']]).toEqual([503, '2']);
  });

  test('keys open as before, and without an identity provider a token is no key', async () => {
    expect((await call(withTokens().handler, { ...one, headers: withKey(reader) })).status).toBe(200);
    const { status, body } = await call(thingsApi().handler, { ...one, headers: bearer('alice.s.token') });
    expect([status, body.detail]).toEqual([401, 'a key reads rp_<id>_<secret>']);
  });
});

test('the admin key implies every scope', async () => {
  const { handler } = thingsApi();
  expect((await call(handler, { ...one, headers: withKey({ id: 'admin' }) })).status).toBe(200);
});

test('never more than the limit of a key; then 429, and when to come back', async () => {
  const slow = someKey({ id: 'slow00000001', rate_limit: 2 });
  const { handler } = thingsApi(slow);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await call(handler, { ...one, headers: withKey(slow) })).status);
  expect(statuses).toEqual([200, 200, 429]);
  const { headers } = await call(handler, { ...one, headers: withKey(slow) });
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(headers.ratelimit).toMatch(/^"key";r=0;t=\d+$/);
});

test('failed keys are counted by their address, good ones from the same address are not', async () => {
  const { handler } = thingsApi();
  const statuses = new Set<number>();
  for (let i = 0; i < 61; i++) statuses.add((await call(handler, { ...one, sourceIp: '198.51.100.1' })).status);
  expect([...statuses]).toEqual([401, 429]);
  expect((await call(handler, { ...one, headers: withKey(reader), sourceIp: '198.51.100.1' })).status).toBe(200);
  expect((await call(handler, { ...one, sourceIp: '198.51.100.2' })).status).toBe(401);
});

test('a public route asks nobody and counts nothing', async () => {
  const { handler, taken } = thingsApi();
  const { status, text, headers } = await call(handler, { route: 'GET /alive' });
  expect([status, text, headers['content-type'], taken.size]).toEqual([200, 'yes', 'text/plain; charset=utf-8', 0]);
});

test('any valid key may ask what any key may; an unknown one gets what the route adds', async () => {
  const { handler } = thingsApi();
  expect((await call(handler, { route: 'POST /check', headers: withKey(reader) })).body).toEqual({ valid: true });
  const refused = await call(handler, { route: 'POST /check' });
  expect([refused.status, refused.body.valid]).toEqual([401, false]);
});

test('every fault at once, each with its place: unknown parameters and members too', async () => {
  const { handler, made } = thingsApi();
  const { status, body } = await call(handler, post({ size: 10, colour: 'red' }, { query: 'dry=perhaps&wet=true' }));
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { pointer: '/wet', message: 'this route knows no parameter wet: it knows dry', in: 'query' },
    { pointer: '/dry', message: expect.any(String), in: 'query' },
    { pointer: '/name', message: expect.any(String), in: 'body' },
    { pointer: '/size', message: expect.any(String), in: 'body' },
    { pointer: '/colour', message: 'unknown', in: 'body' },
  ]);
  expect(made()).toBe(0);
});

test.each([
  ['as a form says it', { 'content-type': 'application/x-www-form-urlencoded' }, '{"name":"a"}', false],
  ['as text', { 'content-type': 'text/plain' }, '{"name":"a"}', false],
  ['base64', {}, Buffer.from('{"name":"a"}').toString('base64'), true],
  ['YAML, where it is said', { 'content-type': 'application/yaml' }, 'name: a', false],
])('a body is read: %s', async (_, headers, body, base64) => {
  const { handler } = thingsApi();
  const answer = await call(handler, {
    route: 'POST /things',
    headers: { ...withKey(writer), ...headers },
    body,
    base64,
  });
  expect([answer.status, answer.body]).toEqual([201, { name: 'a', size: 1, by: 'writer', nth: 1 }]);
});

test.each([
  ['no JSON', '{', 400],
  ['nothing where something is needed', '', 422],
  ['another kind of value', '[]', 422],
  ['too large', `"${'x'.repeat(1_048_576)}"`, 413],
])('a body that is refused: %s', async (_, body, status) => {
  const { handler } = thingsApi();
  const answer = await call(handler, post(body));
  expect([answer.status, Problem.parse(answer.body).status]).toEqual([status, status]);
});

test.each(['', ' \n'])('a document that is left out is told as that (%j)', async (body) => {
  const { handler } = thingsApi();
  const { errors } = Problem.parse((await call(handler, post(body))).body);
  expect(errors).toEqual([{ pointer: '', message: 'a document is needed, in JSON or YAML', in: 'body' }]);
});

test('YAML that names itself without end is refused', async () => {
  const { handler } = thingsApi();
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nname: [${'*c,'.repeat(20)}]`;
  const headers = { ...withKey(writer), 'content-type': 'application/yaml' };
  expect((await call(handler, { route: 'POST /things', headers, body: bomb })).status).toBe(400);
});

test('the same request twice under one Idempotency-Key is done once, and answered alike', async () => {
  const { handler, made, requests } = thingsApi();
  const request = post({ name: 'a' }, { headers: { ...withKey(writer), 'idempotency-key': 'once' } });
  const first = await call(handler, request);
  const again = await call(handler, request);
  expect([first.status, again.status, made()]).toEqual([201, 201, 1]);
  expect(again.body).toEqual(first.body);
  expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
  // with its quotes: three letters alone turn up by chance in a sealed answer's base64
  expect(JSON.stringify([...requests]).replaceAll('\\', ''), 'what is kept tells nobody anything').not.toContain(
    '"nth"',
  );
});

test('one Idempotency-Key for two requests is refused; while one is under way the other waits', async () => {
  const { handler, requests } = thingsApi();
  const headers = { ...withKey(writer), 'idempotency-key': 'once' };
  await call(handler, post({ name: 'a' }, { headers }));
  expect((await call(handler, post({ name: 'b' }, { headers }))).status).toBe(422);
  for (const kept of requests.values()) delete kept.answer;
  const waits = await call(handler, post({ name: 'a' }, { headers }));
  expect([waits.status, waits.headers['retry-after']]).toEqual([409, '2']);
});

test('what failed may be tried again under the same Idempotency-Key', async () => {
  const { handler, made } = thingsApi();
  const request = post({ name: 'bad' }, { headers: { ...withKey(writer), 'idempotency-key': 'once' } });
  expect([(await call(handler, request)).status, (await call(handler, request)).status, made()]).toEqual([422, 422, 2]);
});

test('what is done is told, even where its answer cannot be kept; what failed, where it cannot be let go of', async () => {
  const { handler, made, ports } = thingsApi();
  const away = () => Promise.reject(new Error('the table is away'));
  ports().requests.keep = away;
  ports().requests.release = away;
  const of = (name: string) => post({ name }, { headers: { ...withKey(writer), 'idempotency-key': name } });
  expect((await call(handler, of('a'))).status).toBe(201);
  expect((await call(handler, of('bad'))).status).toBe(422);
  expect((await call(handler, of('a'))).status, 'its lock lasts').toBe(409);
  expect(made()).toBe(2);
});

test.each([
  ['a named error', new NotFound('there is no thing a'), 404, 'there is no thing a'],
  ['a bad cursor', new BadCursor(), 400, 'this cursor was not given by this list: begin again without one'],
  [
    'a lost race',
    new ConditionalCheckFailedException({ message: 'internal', $metadata: {} }),
    412,
    'somebody else changed it meanwhile: read it again',
  ],
  [
    'a fault of AWS',
    Object.assign(new Error('arn:aws:…'), { name: 'InternalServerError', $fault: 'server' }),
    503,
    'something that this needs does not answer just now: try again',
  ],
  [
    'a throttle',
    Object.assign(new Error('arn:aws:…'), { name: 'ThrottlingException' }),
    503,
    'the platform is asked too much just now: try again',
  ],
  [
    'no answer from AWS',
    Object.assign(new Error('10.0.0.1'), { name: 'TimeoutError' }),
    503,
    'something that this needs does not answer just now: try again',
  ],
  [
    'a number too small for a table',
    new Error('Number underflow. Attempting to store a number with magnitude smaller than supported range'),
    422,
    'a number of it cannot be kept: at most 9007199254740991 and, but for 0, at least 1e-130',
  ],
  [
    'a number too large for its client',
    new Error('Number 1e+200 is greater than Number.MAX_SAFE_INTEGER. Use NumberValue from @aws-sdk/lib-dynamodb.'),
    422,
    'a number of it cannot be kept: at most 9007199254740991 and, but for 0, at least 1e-130',
  ],
  ['a limit', new TooMany('slower', 7), 429, 'slower'],
  [
    'what nobody foresaw',
    new Error('arn:aws:secret'),
    500,
    "an unexpected error; the request's id finds it in the log",
  ],
  ['what is no error', 'text', 500, "an unexpected error; the request's id finds it in the log"],
])('errors become problems in one place: %s', async (_, error, status, detail) => {
  const { handler, failures } = thingsApi();
  failures.a = error;
  const answer = await call(handler, { ...one, headers: withKey(reader) });
  expect(Problem.parse(answer.body)).toMatchObject({ status, detail, request_id: 'request-1', type: 'about:blank' });
  expect(answer.text).not.toContain('arn:aws');
  if (status === 503 || status === 429) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(answer.headers.ratelimit, 'errors say what is left too').toBeDefined();
});

test('what no route takes: 404; another method of a path that there is: 405 with those it has', async () => {
  const { handler } = thingsApi();
  const unknown = await call(handler, { route: '$default', path: '/nothing', method: 'GET' });
  expect([unknown.status, unknown.body.instance]).toEqual([404, '/nothing']);
  const wrong = await call(handler, { route: '$default', path: '/things/a', method: 'PATCH' });
  expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET']);
});

test('the use of a key is noted at most once a minute', async () => {
  const fresh = someKey({ id: 'fresh0000001', last_used_at: new Date(Date.now() - 30_000).toISOString() });
  const { handler, touched } = thingsApi(fresh);
  await call(handler, { ...one, headers: withKey(fresh) });
  await call(handler, { ...one, headers: withKey(reader) });
  expect(touched).toEqual([reader.id]);
});
