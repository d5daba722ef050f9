import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { webhookSender } from './sender.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function receiver(listener: RequestListener): Promise<number> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const answering =
  (status: number, body = '', headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);
const local = webhookSender({ allowHosts: ['127.0.0.1', 'localhost'] });

test('posts the body with its headers, and tells what came back', async () => {
  let seen: IncomingMessage | undefined;
  let text = '';
  const port = await receiver((request, response) => {
    seen = request;
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => response.writeHead(202, { 'retry-after': '7' }).end('thanks'));
  });
  const answer = await local.send(`http://127.0.0.1:${port}/hook?x=1`, '{"a":1}', { 'webhook-id': 'id-1' });
  expect(answer).toMatchObject({ status: 202, error: null, retryAfter: '7', body: 'thanks' });
  expect(seen).toMatchObject({ method: 'POST', url: '/hook?x=1' });
  expect(seen?.headers).toMatchObject({ 'webhook-id': 'id-1', host: `127.0.0.1:${port}` });
  expect(text).toBe('{"a":1}');
});

test('an address that is not allowed is not called', async () => {
  let called = 0;
  const port = await receiver((_request, response) => {
    called += 1;
    response.end();
  });
  const strict = webhookSender({ allowHosts: [] });
  const answer = await strict.send(`http://127.0.0.1:${port}/`, '{}', {});
  expect(answer).toMatchObject({ status: null, error: expect.stringContaining('not a public address') });
  const named = webhookSender({ allowHosts: [], resolve: async () => ['10.0.0.1'] });
  expect((await named.send('http://inner.test/', '{}', {})).error).toContain('inner.test is 10.0.0.1');
  expect(called).toBe(0);
});

test('the connection goes to the address that was checked, whatever the name says a moment later', async () => {
  let host: string | undefined;
  const port = await receiver((request, response) => {
    host = request.headers.host;
    response.end();
  });
  // the name resolves nowhere, so only the checked address can have been used
  const pinned = webhookSender({ allowHosts: ['rebinding.invalid'], resolve: async () => ['127.0.0.1'] });
  const answer = await pinned.send(`http://rebinding.invalid:${port}/`, '{}', {});
  expect(answer).toMatchObject({ status: 200, error: null });
  expect(host).toBe(`rebinding.invalid:${port}`);
});

test('a redirect is an answer, not followed', async () => {
  let calls = 0;
  const port = await receiver((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  });
  expect(await local.send(`http://127.0.0.1:${port}/`, '{}', {})).toMatchObject({ status: 302, error: null });
  expect(calls).toBe(1);
});

test('one that never answers is given up in time', async () => {
  const port = await receiver(() => {});
  const quick = webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs: 200 });
  const answer = await quick.send(`http://127.0.0.1:${port}/`, '{}', {});
  expect(answer).toMatchObject({ status: null, error: 'no answer in time' });
});

test('one that trickles its answer for ever is cut off, and its status counts', async () => {
  const port = await receiver((_request, response) => {
    response.writeHead(200);
    response.write('begin');
  });
  const quick = webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs: 300 });
  const answer = await quick.send(`http://127.0.0.1:${port}/`, '{}', {});
  expect(answer).toMatchObject({ status: 200, body: 'begin' });
});

test('no more than 64 KB of an answer is read', async () => {
  const port = await receiver(answering(200, 'x'.repeat(1_000_000)));
  expect((await local.send(`http://127.0.0.1:${port}/`, '{}', {})).body).toHaveLength(64 * 1024);
});

test('a port where nobody listens, and a name that is none, are told as such', async () => {
  const port = await receiver(answering(200));
  await new Promise((resolve) => server?.close(resolve));
  expect((await local.send(`http://127.0.0.1:${port}/`, '{}', {})).error).toContain('ECONNREFUSED');
  const nowhere = webhookSender({ allowHosts: [], resolve: async () => [] });
  expect((await nowhere.send('https://nowhere.invalid/', '{}', {})).error).toBe('nowhere.invalid does not resolve');
});
