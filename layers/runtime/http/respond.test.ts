import { expect, test } from 'vitest';
import * as z from 'zod';
import { route } from '#contract/route.ts';
import type { Log } from '#ports';
import { type Answer, answers } from './answers.ts';
import type { Call } from './call.ts';
import { resultOf } from './respond.ts';

const getThing = route({
  id: 'getThing',
  method: 'GET',
  path: '/thing',
  scope: 'public',
  tag: 'Things',
  summary: 'a thing',
  answers: { 200: { description: 'it', schema: z.object({ name: z.string() }) }, 204: { description: 'none' } },
});

function answered(answer: Answer) {
  const complaints: unknown[] = [];
  const quiet = () => {};
  const log: Log = { debug: quiet, info: quiet, warn: quiet, error: (_, fields) => complaints.push(fields?.problem) };
  const call = {
    route: answers(getThing, () => answer),
    context: { log, clock: { now: () => 0 }, requestId: 'r', remaining: () => 0 },
    rate: null,
  } satisfies Partial<Call>;
  return { result: resultOf(answer, call as unknown as Call), complaints };
}

test('an answer that its contract does not promise is told to us and given all the same', () => {
  const { result, complaints } = answered({ status: 200, body: { nome: 'a' } });
  expect([result.statusCode, result.body]).toEqual([200, '{"nome":"a"}']);
  expect(complaints).toEqual([expect.stringContaining('name')]);
  expect(answered({ status: 202 }).complaints).toEqual(['the contract knows no answer 202']);
});

test('a promised answer is no complaint, and neither is a problem', () => {
  expect(answered({ status: 200, body: { name: 'a', more: 1 } }).complaints).toEqual([]);
  expect(answered({ status: 404, body: {} }).complaints).toEqual([]);
});

test('an answer without a body has no type', () => {
  const { result } = answered({ status: 204 });
  expect(result).not.toHaveProperty('body');
  expect(result.headers).not.toHaveProperty('content-type');
});

test('text goes out as it is, bytes as base64, and a handler may say more by headers', () => {
  const text = answered({
    status: 200,
    body: '# hi',
    contentType: 'text/markdown',
    headers: { 'cache-control': 'max-age=1' },
  });
  expect(text.result).toMatchObject({
    body: '# hi',
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'max-age=1' },
  });
  const bytes = answered({ status: 200, body: new Uint8Array([1, 2]), contentType: 'application/octet-stream' });
  expect(bytes.result).toMatchObject({ body: 'AQI=', isBase64Encoded: true });
});
