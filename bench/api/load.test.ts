import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from './load.ts';

const asked: { path: string; key: unknown; body: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    asked.push({ path: request.url ?? '', key: request.headers['x-api-key'], body });
    response.writeHead(body.endsWith('0') ? 503 : 200).end('{}');
  });
});
let apiUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stage`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('each call below the address, another each time, and what fails is counted', async () => {
  let nth = 0;
  const next = () => ({ method: 'POST' as const, path: '/things', headers: { 'X-API-Key': 'k' }, body: `${nth++}` });
  const calls = { name: 'write', requests: [{ ...next(), next }] };
  const found = await load({ apiUrl }, calls, { connections: 2, seconds: 1, warm: 1 });
  expect(found).toMatchObject({ kind: 'write', connections: 2, p99: expect.any(Number) });
  expect(found.answered).toBeGreaterThan(0);
  expect(found.failed).toBeGreaterThan(0);
  expect(found.failed).toBeLessThan(found.answered);
  expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/stage/things']));
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(['k']));
  expect(new Set(asked.map(({ body }) => body)).size).toBe(asked.length);
});
