import { expect, test } from 'vitest';
import * as z from 'zod';
import { refusalsOf } from '#contract/refusals.ts';
import { repeatable, route } from '#contract/route.ts';
import { call, memoryPorts } from '#test/support/httpCall.ts';
import { answers, HttpProblem, onHttp } from './http.ts';

const told = route({
  id: 'told',
  method: 'POST',
  path: '/told',
  scope: 'signature',
  tag: 'Things',
  summary: 'what another system tells, signed by it',
  form: true,
  body: z.object({ payload: z.string().min(2) }),
  answers: { 200: { description: 'it was heard' } },
});
const memory = memoryPorts();
const handler = onHttp(
  [
    answers(told, ({ body, header, rawBody }) => {
      if (header('x-signature') !== `${rawBody.length}`) throw new HttpProblem(401, 'not signed');
      return { status: 200, body: body.payload, contentType: 'text/plain' };
    }),
  ],
  { ports: memory.ports, all: [told] },
);
const tell = (body: string, signature?: string) =>
  call(handler, {
    route: 'POST /told',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(signature === undefined ? {} : { 'X-Signature': signature }),
    },
  });

test('who signs needs no key, and a form is read as one, its bytes as they came', async () => {
  const answer = await tell('payload=%7B%22a%22%3A1%7D&more=1', '32');
  expect([answer.status, answer.text]).toEqual([200, '{"a":1}']);
});

test('unsigned is 401 as a problem, without a word of keys; a form that lacks something is 422', async () => {
  const unsigned = await tell('payload=ok');
  expect([unsigned.status, unsigned.headers['www-authenticate']]).toEqual([401, undefined]);
  expect((await tell('other=ok', '8')).status).toBe(422);
});

test('such a route promises neither repeats nor limits of keys, and tells no audit of who it does not know', async () => {
  expect(repeatable(told)).toBe(false);
  expect(refusalsOf(told).map(({ status }) => status)).toEqual(['400', '401', '413', '422', '500', '503']);
  await tell('payload=ok', '10');
  expect(memory.audited).toEqual([]);
});
