import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Store } from '../store/store.ts';
import { serviceServer } from './server.ts';
import { Work } from './work.ts';

const store = new Store();
const called: string[] = [];
let answers = 200;
let dependency: Server;
let orders: Server;
let work: Work;
let url: string;

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );

beforeAll(async () => {
  const port = await store.listen('127.0.0.1');
  dependency = createServer((request, response) => {
    called.push(`${request.method} ${request.url}`);
    response.writeHead(answers).end();
  });
  const at = await listen(dependency);
  work = new Work({
    service: 'orders',
    port: 0,
    bindHost: '127.0.0.1',
    store: { host: '127.0.0.1', port },
    usersUrl: at,
    paymentsUrl: at,
    cpuShare: 1,
    memoryBytes: 1,
    burn: false,
    diesAfter: Number.POSITIVE_INFINITY,
  });
  orders = serviceServer('orders', work, () => undefined);
  url = await listen(orders);
});
afterAll(() => {
  work.pool.close();
  for (const server of [orders, dependency]) {
    server.close();
    server.closeAllConnections();
  }
  store.close();
});
beforeEach(() => {
  called.length = 0;
  answers = 200;
  work.honoured.hear({});
});

const order = () => fetch(`${url}/orders/7`, { method: 'POST' });

test('an order calls both that it depends on', async () => {
  const answer = await order();
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ item: 7, cents: expect.any(Number) });
  expect(called.sort()).toEqual(['GET /users/7', 'POST /payments/7']);
});

test('with an open breaker it is made without that call, and says so', async () => {
  work.honoured.hear({ breaker_payments: { enabled: true } });
  const answer = await order();
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({ item: 7, degraded: ['payments'] });
  expect(called).toEqual(['GET /users/7']);
});

test('beyond its limit a service answers 429 and does nothing, and stays healthy', async () => {
  work.honoured.hear({ rate_limit: { enabled: true, requests_per_second: 1, tasks: 1 } });
  const statuses = [];
  for (let sent = 0; sent < 5; sent += 1) statuses.push((await order()).status);
  expect(statuses[0]).toBe(201);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3);
  expect(called.filter((call) => call.startsWith('POST')).length).toBe(statuses.filter((s) => s === 201).length);
  const last = await order();
  if (last.status === 429) expect(last.headers.get('retry-after')).toBe('1');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a dependency that answers 429 did not do it', async () => {
  answers = 429;
  expect((await order()).status).toBe(502);
});
