import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Problem } from '#contract/problem.ts';
import type { Job } from '#domain/job/job.ts';
import { local, resource } from '#test/support/aws.ts';
import { api, installation, json } from '#test/support/installation.ts';

const bare = (path: string, init: RequestInit = {}) =>
  fetch(`${installation().api_url}${path}`, { signal: AbortSignal.timeout(20_000), ...init });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  api(path, { method: 'POST', body, headers });

async function problem(answer: Promise<Response>) {
  const response = await answer;
  const text = await response.text();
  expect(response.headers.get('content-type'), text).toBe('application/problem+json');
  const read = Problem.parse(JSON.parse(text));
  expect(read.status).toBe(response.status);
  expect(read.request_id).toBe(response.headers.get('x-request-id'));
  return { ...read, headers: response.headers };
}

test('without a key only what the design names answers', async () => {
  expect(await json(bare('/livez'), z.unknown())).toEqual({ status: 'ok' });
  for (const path of ['/anomalies', '/policies', '/status', '/keys', '/jobs/job_1']) {
    const { status, headers, instance } = await problem(bare(path));
    expect([status, instance]).toEqual([401, path]);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
  }
});

test('the key may come either way; a wrong one is refused', async () => {
  const key = installation().admin_key;
  expect((await bare('/status', { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  expect((await bare('/status', { headers: { 'x-api-key': key } })).status).toBe(200);
  expect((await bare('/status', { headers: { 'x-api-key': `${key}x` } })).status).toBe(401);
  expect((await bare('/status', { headers: { authorization: `Basic ${key}` } })).status).toBe(401);
});

test('every answer to a key says what is left of its hour', async () => {
  for (const path of ['/status', '/jobs/job_nothing', '/policies?limit=0']) {
    const { headers } = await api(path);
    expect(headers.get('ratelimit-policy')).toMatch(/^"key";q=\d+;w=3600$/);
    expect(headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+$/);
  }
});

test('what is not there: 404; what is there otherwise: 405 with what it takes', async () => {
  expect(await problem(api('/nothing/here'))).toMatchObject({ status: 404, instance: '/nothing/here' });
  expect(await problem(api('/jobs/job_nothing'))).toMatchObject({ status: 404, detail: 'there is no job job_nothing' });
  const wrong = await problem(api('/keys/abc', { method: 'PATCH' }));
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, DELETE']);
  const status = await problem(api('/status', { method: 'POST' }));
  expect([status.status, status.headers.get('allow')]).toEqual([405, 'GET']);
});

test('bad input: unreadable, not valid with every place, too large, unknown parameters', async () => {
  expect((await problem(post('/toggle', '{"enabled":'))).status).toBe(400);
  const faults = await problem(post('/keys?colour=red', '{"scopes":["reed"],"rate_limit":0,"shape":"round"}'));
  expect(faults.status).toBe(422);
  expect(faults.errors?.map(({ pointer, in: place }) => `${place} ${pointer}`)).toEqual([
    'query /colour',
    'body /name',
    'body /scopes/0',
    'body /rate_limit',
    'body /shape',
  ]);
  expect(await problem(api('/policies?enable=true'))).toMatchObject({
    status: 422,
    errors: [{ pointer: '/enable', message: expect.stringContaining('it knows'), in: 'query' }],
  });
  expect(
    await problem(post('/toggle', JSON.stringify({ enabled: true, reason: 'x'.repeat(1_100_000) }))),
  ).toMatchObject({
    status: 413,
  });
});

test('a body is JSON whatever its type says, and an empty one is {}', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post('/toggle', '{"enabled":true,"reason":"a form"}', form)).status).toBe(200);
  const empty = await problem(post('/toggle', ''));
  expect(empty.errors?.map(({ pointer }) => pointer)).toEqual(['/enabled', '/reason']);
});

test('the kill switch: a reason is needed, the switch is read as set, and what runs on is named', async () => {
  for (const body of ['{"enabled":false}', '{"enabled":false,"reason":"  "}']) {
    const { status, errors } = await problem(post('/toggle', body));
    expect([status, errors?.map(({ pointer }) => pointer)]).toEqual([422, ['/reason']]);
  }
  const State = z.object({ enabled: z.boolean(), reason: z.string(), by: z.string() });
  const off = await json(
    post('/toggle', '{"enabled":false,"reason":"a test"}'),
    State.extend({ still_running: z.array(z.unknown()) }),
  );
  expect(off).toMatchObject({ enabled: false, reason: 'a test', by: 'key:admin' });
  expect(await json(api('/status'), State)).toEqual({ enabled: false, reason: 'a test', by: 'key:admin' });
  await post('/toggle', '{"enabled":true,"reason":"the test is over"}');
  expect((await json(api('/status'), State)).enabled).toBe(true);
});

test('every policy is judged now when asked, and the engine says when it was', async () => {
  const { evaluated_at } = await json(
    post('/evaluate', ''),
    z.object({ evaluated_at: z.string(), started: z.array(z.unknown()) }),
  );
  const { last_evaluation } = await json(api('/status'), z.object({ last_evaluation: z.string() }));
  expect(Date.parse(last_evaluation)).toBeGreaterThanOrEqual(Date.parse(evaluated_at));
});

test('a job is told as it stands, until it expires: the table may keep it for days more', async () => {
  const job: Job = {
    id: 'job_01K0000000000000000000TEST',
    kind: 'backtest',
    status: 'running',
    progress: 0.5,
    result: null,
    problem: null,
    created_at: '2026-11-25T12:00:00.000Z',
    updated_at: '2026-11-25T12:00:01.000Z',
  };
  const keep = (expires_at: number) =>
    new DynamoDBClient(local()).send(
      new PutItemCommand({
        TableName: resource('AWS::DynamoDB::GlobalTable', 'Jobs'),
        Item: marshall({ ...job, expires_at: Math.floor(expires_at) }),
      }),
    );
  await keep(Date.now() / 1000 + 600);
  expect(await json(api(`/jobs/${job.id}`), z.unknown())).toEqual(job);
  await keep(Date.now() / 1000 - 1);
  expect((await problem(api(`/jobs/${job.id}`))).status).toBe(404);
});

test('the document is served to all, is valid, and each of its routes is really there', async () => {
  const document = await json(
    bare('/openapi.json'),
    z.looseObject({
      openapi: z.string(),
      paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-scope': z.string() }))),
    }),
  );
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect([valid, errors]).toEqual([true, undefined]);
  // a key that may only deliver samples: 403 shows that the route is there, its scope is asked for, and nothing was done
  const { key, id } = await json(
    post('/keys', '{"name":"deliverer","scopes":["ingest"]}'),
    z.looseObject({ key: z.string(), id: z.string() }),
    201,
  );
  const wrong: string[] = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { 'x-scope': scope }] of Object.entries(operations)) {
      const open = ['public', 'any key', 'ingest', 'signature'].includes(scope);
      const { status } = await api(path.replaceAll(/\{\w+\}/g, 'nothing'), { key, method: method.toUpperCase() });
      if (open ? status === 403 || status === 404 : status !== 403) wrong.push(`${method} ${path}: ${status}`);
    }
  }
  expect(wrong).toEqual([]);
  await api(`/keys/${id}`, { method: 'DELETE' });
});
