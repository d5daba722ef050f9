import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { clientOf, read } from './client.ts';
import { type Answer, type Asked, answering } from './testing/server.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const Alive = z.object({ status: z.literal('ok') });
async function client(answer: (asked: Asked, count: number) => Answer) {
  const server = await answering(answer);
  stops.push(server.stop);
  const made = clientOf({ url: server.url, key: 'rp_a_b', keyFrom: 'here' });
  const get = () => read(made.GET('/livez'), Alive);
  const post = () =>
    read(made.POST('/ml/toggle', { body: { enabled: true } }), z.looseObject({ enabled: z.boolean() }));
  return { server, get, post };
}

test('a read sends the key and is tried again over a blip', async () => {
  const { server, get } = await client((_asked, count) => {
    if (count === 1) return 'hang up';
    return count === 2 ? { status: 503, headers: { 'retry-after': '0' } } : { body: { status: 'ok' } };
  });
  expect(await get()).toEqual({ status: 'ok' });
  expect(server.asked.map(({ key }) => key)).toEqual(['rp_a_b', 'rp_a_b', 'rp_a_b']);
});

test('a read is not tried for ever', async () => {
  const { server, get } = await client(() => ({ status: 502, body: { detail: 'nobody there' } }));
  await expect(get()).rejects.toMatchObject({
    name: 'CliError',
    message: `${server.url} failed with 502: nobody there.`,
  });
  expect(server.asked).toHaveLength(3);
});

test('a write is never tried twice: it may have been done', async () => {
  const { server, post } = await client(() => 'hang up');
  await expect(post()).rejects.toMatchObject({
    message: expect.stringContaining(`${server.url} cannot be reached: `),
    advice: expect.stringContaining('npm start'),
  });
  expect(server.asked).toMatchObject([{ method: 'POST', body: { enabled: true } }]);
});

test.each([
  [401, {}, 'does not accept the key of here.'],
  [403, { detail: 'it needs the scope act' }, 'The key of here may not do this: it needs the scope act.'],
  [404, { detail: 'there is no anomaly x' }, 'refused this (404): there is no anomaly x.'],
  [422, { errors: [{ pointer: '/reason', message: 'say why' }] }, 'refused this (422): reason: say why.'],
  [500, { detail: 'broken', request_id: 'r1' }, 'failed with 500: broken (request r1).'],
])('%d is a sentence, at once', async (status, body, sentence) => {
  const { server, get } = await client(() => ({ status, body }));
  await expect(get()).rejects.toMatchObject({ message: expect.stringContaining(sentence) });
  expect(server.asked).toHaveLength(1);
});

test('a server that asks for more patience than a person has is reported', async () => {
  const { server, get } = await client(() => ({ status: 429, headers: { 'retry-after': '3000' } }));
  await expect(get()).rejects.toMatchObject({ message: 'Too many calls with this key.' });
  expect(server.asked).toHaveLength(1);
});

test('an answer that is something else is not shown as if it were right', async () => {
  const { get } = await client(() => ({ body: { status: 7 } }));
  await expect(get()).rejects.toMatchObject({ message: 'The answer of /livez is not understood.' });
});

test('an answer that is no JSON is said to be none', async () => {
  const { server, get } = await client(() => ({ text: '<html>a gateway of someone else</html>' }));
  await expect(get()).rejects.toMatchObject({ message: 'The answer of /livez is not understood.' });
  expect(server.asked).toHaveLength(1);
});

test('an address where nobody listens is said with its reason', async () => {
  const { GET } = clientOf({ url: 'http://127.0.0.1:1', key: 'k', keyFrom: 'here' });
  await expect(read(GET('/livez'), Alive)).rejects.toMatchObject({
    message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 cannot be reached: .*(ECONNREFUSED|bad port)/),
  });
});
