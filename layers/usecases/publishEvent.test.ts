import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSilence } from '#domain/notice/notice.fixture.ts';
import { toInstant } from '#domain/time.ts';
import {
  aConnection,
  anEvent,
  aSubscriber,
  memoryConnections,
  memoryDeliveries,
  memoryFeed,
  memorySockets,
  silent,
} from '#test/support/events.ts';
import { unhindered } from '#test/support/notices.ts';
import { type PublishPorts, publishEvent } from './publishEvent.ts';

function stage(more: Partial<PublishPorts> = {}) {
  const enqueued: string[] = [];
  const ports = {
    ...unhindered(),
    feed: memoryFeed(),
    connections: memoryConnections(aConnection('a'), aConnection('b')),
    sockets: memorySockets(),
    subscribers: { all: async () => [aSubscriber('webhook_1')] },
    deliveries: memoryDeliveries(() => 100),
    queue: { enqueue: async (all: readonly { id: string }[]) => void enqueued.push(...all.map(({ id }) => id)) },
    clock: { now: () => 100 },
    log: silent,
    ...more,
  };
  return { ports, enqueued };
}

test('events are numbered in their order and posted to whoever listens', async () => {
  const sockets = memorySockets();
  const { ports } = stage({ sockets });
  for (const id of ['one', 'two', 'three']) await publishEvent(anEvent(id), ports);
  for (const id of ['a', 'b']) expect(sockets.to(id).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('a repeat keeps its number, is posted once, and makes no second delivery', async () => {
  const sockets = memorySockets();
  const { ports, enqueued } = stage({ sockets });
  await publishEvent(anEvent('one'), ports);
  const again = await publishEvent(anEvent('one'), ports);
  expect(again.seq).toBe(1);
  expect(sockets.to('a')).toHaveLength(1);
  expect(new Set(enqueued).size).toBe(1);
});

test('after a crash between number and posts the next try posts under the same number', async () => {
  const sockets = memorySockets();
  const connections = memoryConnections(aConnection('a'));
  const broken = { ...connections, all: () => Promise.reject(new Error('the table is away')) };
  const { ports } = stage({ sockets });
  await expect(publishEvent(anEvent('one'), { ...ports, connections: broken })).rejects.toThrow('away');
  await publishEvent(anEvent('one'), { ...ports, connections });
  expect(sockets.to('a')).toMatchObject([{ seq: 1 }]);
});

test('an event that was posted is done, though that could not be noted', async () => {
  const sockets = memorySockets();
  const feed = { ...memoryFeed(), markPosted: () => Promise.reject(new Error('the table is away')) };
  const { ports } = stage({ sockets, feed });
  await publishEvent(anEvent('one'), ports);
  expect(sockets.to('a')).toHaveLength(1);
});

test('one that is gone is removed, one that cannot be reached is let go, the others have their event', async () => {
  const sockets = memorySockets(async (id) => {
    if (id === 'unreachable') throw new Error('timed out');
    return id === 'gone' ? 'gone' : 'sent';
  });
  const connections = memoryConnections(aConnection('gone'), aConnection('unreachable'), aConnection('well'));
  const { ports } = stage({ sockets, connections });
  await publishEvent(anEvent('one'), ports);
  expect(sockets.to('well')).toHaveLength(1);
  expect(connections.ids()).toEqual(['well']);
  expect(sockets.closed).toEqual(['unreachable']);
});

test('a slow subscriber delays nobody else, however many there are', async () => {
  let answerSlow: (() => void) | undefined;
  let rest = 0;
  const all = Array.from({ length: 300 }, (_, n) => aConnection(`c${n}`));
  const sockets = memorySockets((id) => {
    if (id === 'c0')
      return new Promise((resolve) => {
        answerSlow = () => resolve('sent');
      });
    rest += 1;
    if (rest === all.length - 1) answerSlow?.(); // it answers only once every other one has been served
    return Promise.resolve('sent');
  });
  const { ports } = stage({ sockets, connections: memoryConnections(...all) });
  await publishEvent(anEvent('one'), ports);
  expect(all.filter(({ id }) => sockets.to(id).length === 1)).toHaveLength(300);
});

test('not yet greeted, replaying, not interested, or given it already: not posted', async () => {
  const sockets = memorySockets();
  const connections = memoryConnections(
    aConnection('new', { state: 'new' }),
    aConnection('replaying', { state: 'replaying' }),
    aConnection('elsewhere', { services: ['users'] }),
    aConnection('seen', { seen: 1 }),
    aConnection('live'),
  );
  const { ports } = stage({ sockets, connections });
  await publishEvent(anEvent('one'), ports);
  const reached = connections.ids().filter((id) => sockets.to(id).length > 0);
  expect(reached).toEqual(['live']);
});

test('webhooks get what they asked for, unless they are disabled', async () => {
  const webhooks = [
    aSubscriber('webhook_all'),
    aSubscriber('webhook_resolved', { events: ['anomaly.resolved'] }),
    aSubscriber('webhook_users', { services: ['users'] }),
    aSubscriber('webhook_off', { enabled: false }),
  ];
  const deliveries = memoryDeliveries(() => 100);
  const { ports } = stage({ subscribers: { all: async () => webhooks }, deliveries });
  await publishEvent(anEvent('one'), ports);
  const made = await deliveries.list({}, { limit: 10 });
  expect(made.items.map(({ subscriber_id }) => subscriber_id)).toEqual(['webhook_all']);
});

test('whatever fails on the way, tried again as the queue does: each subscriber has every event once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      async (count, fails) => {
        let calls = 0;
        const failing =
          <Args extends readonly unknown[], Out>(call: (...args: Args) => Promise<Out>) =>
          async (...args: Args): Promise<Out> => {
            const fail = fails[calls++] ?? false; // by and by all is well
            const before = calls % 2 === 0;
            if (fail && before) throw new Error('it was not heard');
            const answer = await call(...args);
            if (fail) throw new Error('its answer was lost');
            return answer;
          };
        const sockets = memorySockets();
        const { ports } = stage({ sockets });
        const { feed, connections, deliveries, queue } = ports;
        const shaky: PublishPorts = {
          ...ports,
          feed: { ...feed, append: failing(feed.append) },
          connections: { ...connections, all: failing(connections.all) },
          deliveries: { ...deliveries, create: failing(deliveries.create) },
          queue: { enqueue: failing(queue.enqueue) },
        };
        for (let n = 1; n <= count; n++) {
          for (let tried = false; !tried; ) {
            tried = await publishEvent(anEvent(`event-${n}`), shaky).then(
              () => true,
              () => false,
            );
          }
        }
        const numbers = Array.from({ length: count }, (_, n) => n + 1);
        for (const id of ['a', 'b']) expect(sockets.to(id).map(({ seq }) => seq)).toEqual(numbers);
      },
    ),
    { numRuns: 100 },
  );
});

test('what is silenced is on the stream all the same, and no delivery is made of it', async () => {
  const sockets = memorySockets();
  const deliveries = memoryDeliveries(() => 100);
  const silence = aSilence({ starts_at: toInstant(0), ends_at: toInstant(200) });
  const { ports, enqueued } = stage({ sockets, deliveries, silences: { all: async () => [silence] } });
  await publishEvent(anEvent('one', { service: 'orders' }), ports);
  await publishEvent(anEvent('two', { service: 'users' }), ports);
  expect(sockets.to('a').map(({ seq }) => seq)).toEqual([1, 2]);
  const made = await deliveries.list({}, { limit: 10 });
  expect(made.items.map(({ event_id }) => event_id)).toEqual(['two']);
  expect(enqueued).toHaveLength(1);
});

test('somebody who cannot be told just now keeps nobody from the stream, and is told by the next try', async () => {
  const sockets = memorySockets();
  const deliveries = memoryDeliveries(() => 100);
  const away = { ...deliveries, create: () => Promise.reject(new Error('the table is away')) };
  const { ports } = stage({ sockets });
  await expect(publishEvent(anEvent('one'), { ...ports, deliveries: away })).rejects.toThrow('away');
  expect(sockets.to('a')).toHaveLength(1);
  await publishEvent(anEvent('one'), { ...ports, deliveries });
  expect(sockets.to('a')).toHaveLength(1);
  expect((await deliveries.list({}, { limit: 10 })).items).toHaveLength(1);
});
