import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { LocalState } from '#local/state.ts';
import { openPlatform } from './platform.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

interface Asked {
  call: string;
  key: string | undefined;
  body: string;
}

/** An API and a fleet's control in one, which answers what it is given; a list is given out one after another. */
async function installation(answers: Record<string, unknown>): Promise<{ state: LocalState; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = `${request.method} ${request.url?.split('?')[0]}`;
      const key = request.headers['x-api-key'];
      asked.push({
        call,
        key: typeof key === 'string' ? key : undefined,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      const found = answers[call];
      const answer = Array.isArray(found) && typeof found[0] === 'number' ? found.shift() : found;
      if (typeof answer === 'number') response.writeHead(answer).end('{"title":"not now"}');
      else response.end(JSON.stringify(answer));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: LocalState = {
    api_url: url,
    websocket_url: '',
    dashboard_url: '',
    admin_key: 'rp_admin_s',
    emulator_url: url,
    ecs_url: url,
    fleet_control_url: url,
    fleet_services: {},
    ports: { front: 1, emulator: 1, ecs: 1, control: 1, standIns: 1, orders: 1, users: 1, payments: 1 },
    pids: {},
    processes: [],
  };
  return { state, asked };
}

const key = { id: 'k1', key: 'rp_k1_s' };
const calm = { service: 'orders', status: 'healthy', open_anomalies: 0, ready: true };
const fleet = {
  steady: true,
  services: [{ name: 'orders', desired: 2 }],
  faults: [],
  metrics: { lag_seconds: 0 },
};
const never = new AbortController().signal;

test('it asks with a key of its own, made by the admin key and taken back at the end', async () => {
  const { state, asked } = await installation({
    'POST /keys': key,
    'GET /actions': { actions: [] },
    'DELETE /keys/k1': {},
  });
  const platform = await openPlatform(state, never);
  await platform.actions(10);
  await platform.leave();
  expect(asked.map(({ call, key: used }) => [call, used])).toEqual([
    ['POST /keys', 'rp_admin_s'],
    ['GET /actions', 'rp_k1_s'],
    ['DELETE /keys/k1', 'rp_admin_s'],
  ]);
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ scopes: ['read'], rate_limit: 100_000 });
});

test('what may pass is asked again, what is refused is not', async () => {
  const { state, asked } = await installation({
    'POST /keys': key,
    'DELETE /faults': [503, 429, 200],
    'PUT /metrics': 422,
  });
  const platform = await openPlatform(state, never);
  await expect(platform.publishLate(400)).rejects.toThrow('422');
  expect(asked.filter(({ call }) => call === 'PUT /metrics')).toHaveLength(1);
  await platform.heal();
  expect(asked.filter(({ call }) => call === 'DELETE /faults')).toHaveLength(3);
});

test.each([
  ['it is calm', [calm], fleet, undefined],
  ['a service is not seen yet', [], fleet, 'nothing is known yet of orders'],
  ['detection learns', [{ ...calm, ready: false }], fleet, 'detection learns orders'],
  ['something is wrong', [{ ...calm, status: 'degraded', open_anomalies: 1 }], fleet, 'orders is degraded, 1 open'],
  ['tasks are missing', [calm], { ...fleet, steady: false }, 'tasks are missing'],
  ['a fault lasts', [calm], { ...fleet, faults: [{ service: 'orders', fault: 'crash' }] }, 'orders has crash'],
])('%s', async (_name, health, state, expected) => {
  const { state: local } = await installation({ 'POST /keys': key, 'GET /health': health, 'GET /state': state });
  const platform = await openPlatform(local, never);
  expect(await platform.unrest()).toBe(expected);
});

test('without the demo fleet there is nothing to break', async () => {
  const { state } = await installation({});
  await expect(openPlatform({ ...state, fleet_control_url: null }, never)).rejects.toThrow('without the demo fleet');
});
