import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Front, startFront } from './front.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function upstream(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function frontOf(emulatorUrl: string): Promise<Front> {
  const front = await startFront({ port: 0, emulatorUrl, apiId: 'api1', webSocketApiId: 'ws1' });
  stops.push(() => front.stop());
  return front;
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(request.url?.endsWith('/missing') || request.url?.endsWith('$default/') ? 404 : 201, {
      'content-type': 'application/json',
      'x-limit': '7',
    });
    response.end(
      JSON.stringify({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }),
    );
  });
};

test('a request goes to the HTTP API below its stage, with method, query, body, status and headers as they are', async () => {
  const front = await frontOf((await upstream(echo)).url);

  const answer = await fetch(`${front.url}/policies?limit=2&next=a%2Fb`, {
    method: 'POST',
    body: '{"name":"ä"}',
    headers: { 'x-api-key': 'rp_x_y' },
  });

  expect(answer.status).toBe(201);
  expect(answer.headers.get('x-limit')).toBe('7');
  expect(await answer.json()).toMatchObject({
    method: 'POST',
    url: '/_aws/execute-api/api1/$default/policies?limit=2&next=a%2Fb',
    body: '{"name":"ä"}',
    headers: { 'x-api-key': 'rp_x_y' },
  });
});

test('the API learns who asked and for which address; what the client claims about that is dropped', async () => {
  const front = await frontOf((await upstream(echo)).url);

  const answer = await fetch(`${front.url}/health`, {
    headers: { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6', 'x-forwarded-proto': 'https' },
  });

  const { headers } = (await answer.json()) as { headers: Record<string, string> };
  expect(headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': `localhost:${front.port}`,
    'x-forwarded-port': String(front.port),
    'x-forwarded-proto': 'http',
  });
  expect(headers).not.toHaveProperty('forwarded');
});

test.each([
  ['text/html', 'text/html; charset=utf-8'],
  ['*/*', 'text/plain; charset=utf-8'],
])('/ shows the landing page to one who accepts %s while the API has nothing there', async (accept, type) => {
  const front = await frontOf((await upstream(echo)).url);

  const answer = await fetch(`${front.url}/`, { headers: { accept } });

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  expect(await answer.text()).toContain('Forestall is running here');
});

test('/ is what the API answers once it has something there', async () => {
  const { url } = await upstream((_request, response) => response.writeHead(200, { etag: 'x' }).end('the dashboard'));
  const front = await frontOf(url);

  const answer = await fetch(`${front.url}/`);

  expect(await answer.text()).toBe('the dashboard');
  expect(answer.headers.get('etag')).toBe('x');
});

test('an API that is not there gives 502 as problem+json, and the front lives on', async () => {
  const { url, server } = await upstream(echo);
  const front = await frontOf(url);
  await new Promise((resolve) => server.close(resolve));

  for (const path of ['/health', '/']) {
    const answer = await fetch(`${front.url}${path}`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 502, title: 'Bad Gateway' });
  }
});

test('an API that takes longer than it may gives 503, as an HTTP API does', async () => {
  const { url } = await upstream(() => undefined);
  const front = await startFront({ port: 0, emulatorUrl: url, apiId: 'api1', webSocketApiId: 'ws1', answerMs: 50 });
  stops.push(() => front.stop());

  const answer = await fetch(`${front.url}/health`);

  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ detail: 'The API did not answer within 0.05 s.' });
});

async function streamUpstream() {
  const { server, url } = await upstream(echo);
  const seen: IncomingMessage[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    seen.push(request);
    if (request.headers['x-api-key'] !== 'good' && !request.url?.includes('ticket=')) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => client.send(`heard ${data}`));
      client.send('connected');
    });
  });
  return { url, seen };
}

function talk(url: string, headers: Record<string, string>): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const heard: string[] = [];
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => socket.send('ping'));
    socket.on('message', (data) => {
      heard.push(String(data));
      if (heard.length === 2) socket.close();
    });
    socket.on('close', () => resolve(heard));
    socket.on('unexpected-response', (_request, answer) => resolve([`refused ${answer.statusCode}`]));
    socket.on('error', reject);
  });
}

test.each([
  ['a key in its header', '', { 'x-api-key': 'good' }],
  ['a ticket in its query', '?ticket=t%2F1', {}],
])('/stream/anomalies reaches the WebSocket API with %s', async (_how, query, headers) => {
  const { url, seen } = await streamUpstream();
  const front = await frontOf(url);

  const heard = await talk(`ws://127.0.0.1:${front.port}/stream/anomalies${query}`, headers as Record<string, string>);

  expect(heard).toEqual(['connected', 'heard ping']);
  expect(seen[0]?.url).toBe(`/_aws/execute-api/ws1/prod${query}`);
  expect(seen[0]?.headers['x-forwarded-proto']).toBe('ws');
});

test('a refused connection is refused with the same status; another path speaks no WebSocket', async () => {
  const { url } = await streamUpstream();
  const front = await frontOf(url);

  expect(await talk(`ws://127.0.0.1:${front.port}/stream/anomalies`, {})).toEqual(['refused 403']);
  expect(await talk(`ws://127.0.0.1:${front.port}/elsewhere`, { 'x-api-key': 'good' })).toEqual(['refused 404']);
});

test('stopping ends open WebSockets instead of waiting for them', async () => {
  const { url } = await streamUpstream();
  const front = await startFront({ port: 0, emulatorUrl: url, apiId: 'api1', webSocketApiId: 'ws1' });
  const socket = new WebSocket(`ws://127.0.0.1:${front.port}/stream/anomalies`, { headers: { 'x-api-key': 'good' } });
  await new Promise((resolve) => socket.once('message', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await front.stop();
  await closed;
});
