import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fleet } from '../fleet.ts';
import { ecsFront } from './front.ts';

// The emulator's part: it hears every call and, in these tests, allows it.
interface Heard {
  target: string;
  host: string;
  body: string;
}
let heard: Heard[];
let emulator: Server;
let front: Server;
let tags: { key: string; value: string }[];

const listening = (server: Server): Promise<URL> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))),
  );
const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

beforeEach(async () => {
  heard = [];
  tags = [{ key: 'forestall:act', value: 'true' }];
  emulator = createServer(async (request, response) => {
    heard.push({
      target: String(request.headers['x-amz-target']),
      host: String(request.headers.host),
      body: await textOf(request),
    });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"service":{}}');
  });
  const fleet = { find: (name: string) => (name === 'orders' ? { name } : undefined), task: () => undefined };
  front = ecsFront({
    emulator: await listening(emulator),
    fleet: fleet as unknown as Fleet,
    arnPrefix: 'arn:aws:ecs:us-east-1:000000000000',
    log: () => {},
    definition: () => Promise.reject(new Error('not asked in these tests')),
    tagsOf: async () => tags,
  });
});
afterEach(() => {
  for (const server of [emulator, front]) {
    server.closeAllConnections();
    server.close();
  }
});

const ROLE = 'AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261125/us-east-1/ecs/aws4_request';
async function call(
  operation: string,
  input: unknown,
  authorization = ROLE,
): Promise<{ status: number; type: string }> {
  const url = front.listening
    ? new URL(`http://127.0.0.1:${(front.address() as AddressInfo).port}`)
    : await listening(front);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`, authorization },
    body: JSON.stringify(input),
  });
  const body: unknown = await answer.json();
  const type = typeof body === 'object' && body !== null && '__type' in body ? String(body.__type) : '';
  return { status: answer.status, type };
}

test('a role may not change a service that does not carry forestall:act, and nothing of it is heard further on', async () => {
  tags = [{ key: 'forestall:watch', value: 'true' }];
  const change = { cluster: 'forestall-demo', service: 'orders', desiredCount: 9 };
  expect(await call('UpdateService', change)).toEqual({ status: 400, type: 'AccessDeniedException' });
  expect(await call('StopTask', { cluster: 'forestall-demo', task: 'unknown' })).toEqual({
    status: 400,
    type: 'AccessDeniedException',
  });
  expect(heard).toEqual([]);
});

test('what is not the fleet is the emulator’s to answer, byte for byte and with the host that was signed', async () => {
  const input = { cluster: 'another', service: 'theirs', desiredCount: 2 };
  expect((await call('UpdateService', input)).status).toBe(200);
  expect(heard).toEqual([
    {
      target: 'AmazonEC2ContainerServiceV20141113.UpdateService',
      host: `127.0.0.1:${(front.address() as AddressInfo).port}`,
      body: JSON.stringify(input),
    },
  ]);
});

test('an emulator that does not answer is an error that clients try again', async () => {
  await new Promise((resolve) => emulator.close(resolve));
  expect((await call('ListServices', { cluster: 'another' })).status).toBe(503);
});
