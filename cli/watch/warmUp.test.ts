import { expect, test } from 'vitest';
import { clientOf } from '../client.ts';
import { answering } from '../testing/server.ts';
import { warmUp, warmUpText } from './warmUp.ts';

test('it says how far each service is, and what cannot be told is not guessed', () => {
  expect(
    warmUpText(
      ['orders', 'users', 'payments'],
      [
        { service: 'orders', points: 7 },
        { service: 'users', points: null },
      ],
    ),
  ).toBe(
    'detection is warming up: orders 7 of 15 points, users not yet; a metric at its natural limit is seen at once',
  );
  expect(warmUpText([], [])).toBe('no service is known yet: discovery looks each minute');
  expect(warmUpText(['orders', 'users'], [])).toBe('detection is ready for orders, users');
});

test('once it is ready, health is asked no more', async () => {
  const server = await answering(() => ({ body: [{ service: 'orders', status: 'healthy', ready: true }] }));
  const notes: string[] = [];
  await warmUp(clientOf({ url: server.url, key: 'k', keyFrom: 'here' }), {
    only: 'orders-service',
    note: (text) => notes.push(text),
    signal: new AbortController().signal,
    now: () => 0,
  });
  await server.stop();
  expect(notes).toEqual(['detection is ready for orders']);
  expect(server.asked).toHaveLength(1);
});

test('a service that is not ready is told by its points, and stopping ends the asking', async () => {
  const stop = new AbortController();
  const server = await answering(({ path }) =>
    path === '/health'
      ? { body: [{ service: 'orders', status: 'healthy', ready: false }] }
      : { body: { points: Array.from({ length: 7 }, () => ({})) } },
  );
  const notes: string[] = [];
  await warmUp(clientOf({ url: server.url, key: 'k', keyFrom: 'here' }), {
    only: undefined,
    note: (text) => {
      notes.push(text);
      stop.abort();
    },
    signal: stop.signal,
    now: () => 3_600,
  });
  await server.stop();
  expect(notes).toEqual([expect.stringContaining('orders 7 of 15 points')]);
  expect(server.asked[1]?.path).toBe('/services/orders/metrics?metric=cpu_usage&since=1970-01-01T00%3A30%3A00.000Z');
});
