import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import {
  aConnection,
  anEvent,
  memoryConnections,
  memoryDeliveries,
  memoryFeed,
  memorySockets,
  memoryTasks,
  silent,
} from '#test/support/events.ts';
import { unhindered } from '#test/support/notices.ts';
import { publishEvent } from './publishEvent.ts';
import { newConnection, REPLAY_PART, serveSession } from './socketSession.ts';

afterEach(() => vi.useRealTimers());

/** What publishing reaches besides the subscribers. */
const elsewhere = {
  ...unhindered(),
  subscribers: { all: async () => [] },
  deliveries: memoryDeliveries(() => 0),
  queue: { enqueue: async () => {} },
  clock: { now: () => 0 },
};

/** The feed's one line: events and tasks in the order in which they were queued. */
function stage({ sockets = memorySockets(), oldest = (): number => 1 } = {}) {
  const feed = memoryFeed(oldest);
  const connections = memoryConnections();
  const tasks = memoryTasks();
  const ports = { feed, connections, sockets, tasks, log: silent };
  let sent = 0;
  const publish = (more: Parameters<typeof anEvent>[1] = {}) =>
    publishEvent(anEvent(`event-${++sent}`, more), { ...ports, ...elsewhere });
  const connect = async (id: string, replayFrom: number | null = null) => {
    await connections.create(
      newConnection({ id, keyId: 'key', secretVersion: null, replayFrom }, 0, Number.POSITIVE_INFINITY),
    );
    await serveSession({ session: 'greet', connection: id }, id, ports);
  };
  const subscribe = (id: string, message: object, once = `${id}-${Math.random()}`) =>
    serveSession({ session: 'subscribe', connection: id, message: { action: 'subscribe', ...message } }, once, ports);
  /** Serves the tasks that wait now; what they add waits for the next call. */
  const serve = async () => {
    for (const { task, once } of tasks.waiting.splice(0)) await serveSession(task, once, ports);
  };
  const numbers = (id: string) =>
    sockets
      .to(id)
      .filter(({ event }) => `${event}`.startsWith('anomaly.'))
      .map(({ seq }) => seq);
  return { ports, sockets, connections, tasks, feed, publish, connect, subscribe, serve, numbers };
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('connected comes first, with the feed’s number; then each event', async () => {
  const { sockets, publish, connect } = stage();
  await publish();
  await connect('c');
  await publish();
  expect(sockets.to('c')).toMatchObject([
    { event: 'connected', connection_id: 'c', seq: 1, supported_events: expect.arrayContaining(['anomaly.detected']) },
    { event: 'anomaly.detected', seq: 2 },
  ]);
});

test('a greeting is tried again while $connect has not returned, and is sent once', async () => {
  let refused = 0;
  const sockets = memorySockets(async () => (refused++ < 3 ? 'gone' : 'sent'));
  const { connect, connections } = stage({ sockets });
  await connect('c');
  expect(refused).toBe(4);
  expect(sockets.to('c')).toMatchObject([{ event: 'connected' }]);
  expect((await connections.get('c'))?.state).toBe('live');
});

test('a greeting ends at once when the client left meanwhile', async () => {
  let posts = 0;
  const sockets = memorySockets(async () => {
    posts += 1;
    await connections.remove('c');
    return 'gone';
  });
  const { connect, connections } = stage({ sockets });
  await connect('c');
  expect(posts).toBe(1);
  expect(connections.ids()).toEqual([]);
});

test('a connection that never comes to be is forgotten within seconds, and holds nobody up for longer', async () => {
  vi.useFakeTimers();
  const { connect, connections } = stage({ sockets: memorySockets(async () => 'gone') });
  const over = connect('c');
  await vi.advanceTimersByTimeAsync(7_000);
  await over;
  expect(connections.ids()).toEqual([]);
});

test('a greeting that is repeated says nothing twice', async () => {
  const { sockets, connect, ports } = stage();
  await connect('c');
  await serveSession({ session: 'greet', connection: 'c' }, 'c', ports);
  expect(sockets.to('c')).toHaveLength(1);
});

test('a subscription filters what comes after it', async () => {
  const { connect, subscribe, publish, numbers, sockets } = stage();
  await connect('c');
  await subscribe('c', { services: ['orders'], events: ['anomaly.detected'] });
  await publish({ service: 'users' });
  await publish({ service: 'orders' });
  await publish({ service: 'orders', event: 'anomaly.resolved' });
  expect(numbers('c')).toEqual([2]);
  expect(sockets.to('c')[1]).toMatchObject({ event: 'subscribed', services: ['orders'], severities: null, seq: 0 });
});

test('after: what was missed comes first, in order, then what is new', async () => {
  const { connect, subscribe, publish, numbers, sockets } = stage();
  for (const _ of range(1, 6)) await publish();
  await connect('c');
  await subscribe('c', { after: 2 });
  await publish();
  expect(numbers('c')).toEqual(range(3, 7));
  expect(sockets.to('c').map(({ event }) => event)).toContain('subscribed');
});

test('what came between connected and the subscription is not given twice', async () => {
  const { connect, subscribe, publish, numbers } = stage();
  for (const _ of range(1, 4)) await publish();
  await connect('c');
  await publish(); // 5 arrives before the client's subscription does
  await subscribe('c', { after: 2 });
  await publish();
  expect(numbers('c').toSorted()).toEqual(range(3, 6));
});

test('a client that asks again for numbers of this very connection gets them again', async () => {
  const { connect, subscribe, publish, numbers } = stage();
  await connect('c');
  for (const _ of range(1, 3)) await publish();
  await subscribe('c', { after: 1 });
  expect(numbers('c')).toEqual([1, 2, 3, 2, 3]);
});

test('a later subscription may ask for everything once more', async () => {
  const { connect, subscribe, publish, numbers } = stage();
  await connect('c');
  await subscribe('c', { after: 0 });
  await publish();
  await subscribe('c', { after: 0 });
  expect(numbers('c')).toEqual([1, 1]);
});

test('a wider subscription brings nothing from before it', async () => {
  const { connect, subscribe, publish, numbers, ports } = stage();
  await connect('c');
  await subscribe('c', { services: ['users'] });
  await publish({ service: 'orders' });
  await subscribe('c', {});
  await publishEvent(anEvent('event-1', { service: 'orders' }), { ...ports, ...elsewhere }); // its repeat
  expect(numbers('c')).toEqual([]);
});

test('after in the address: replayed before anything else', async () => {
  const { connect, publish, numbers, sockets } = stage();
  for (const _ of range(1, 3)) await publish();
  await connect('c', 1);
  await publish();
  expect(sockets.to('c')[0]).toMatchObject({ event: 'connected' });
  expect(numbers('c')).toEqual([2, 3, 4]);
});

test('older than what is kept: the gap is named, and the replay goes on from the oldest', async () => {
  const { connect, subscribe, publish, numbers, sockets } = stage({ oldest: () => 4 });
  for (const _ of range(1, 6)) await publish();
  await connect('c');
  await subscribe('c', { after: 1 });
  expect(sockets.to('c')[1]).toEqual({ event: 'replay.gap', from: 4 });
  expect(numbers('c')).toEqual([4, 5, 6]);
});

test.each([
  ['everything has expired', 100, 2],
  ['the number is of another feed', 1, 50],
])('%s: a gap up to now, then live', async (_what, oldest, after) => {
  const { connect, subscribe, publish, numbers, sockets } = stage({ oldest: () => oldest });
  for (const _ of range(1, 3)) await publish();
  await connect('c');
  await subscribe('c', { after });
  await publish();
  expect(sockets.to('c')[1]).toEqual({ event: 'replay.gap', from: 4 });
  expect(numbers('c')).toEqual([4]);
});

test('a long replay lets live events through to others between its parts, and ends complete', async () => {
  const { connect, subscribe, publish, serve, numbers, tasks } = stage();
  const missed = 2 * REPLAY_PART + 7;
  await connect('live');
  for (const _ of range(1, missed)) await publish();
  await connect('late');
  await subscribe('late', { after: 0 });
  expect(numbers('late')).toHaveLength(REPLAY_PART);
  while (tasks.waiting.length > 0) {
    await publish();
    await serve();
  }
  await publish();
  const last = numbers('live').length;
  expect(numbers('live')).toEqual(range(1, last));
  expect(numbers('late')).toEqual(range(1, last));
});

test('a repeated part of a replay is queued once', async () => {
  const { connect, subscribe, publish, tasks } = stage();
  for (const _ of range(1, REPLAY_PART + 1)) await publish();
  await connect('c');
  await subscribe('c', { after: 0 }, 'message-1');
  await subscribe('c', { after: 0 }, 'message-1');
  expect(tasks.waiting).toHaveLength(1);
});

test('one that is lost in mid-replay is let go', async () => {
  let posts = 0;
  const sockets = memorySockets(async () => (++posts > 3 ? 'gone' : 'sent'));
  const { connect, subscribe, publish, connections } = stage({ sockets });
  for (const _ of range(1, 5)) await publish();
  await connect('c');
  await subscribe('c', { after: 0 });
  expect(connections.ids()).toEqual([]);
});

test('a disconnect during a subscription does not bring the record back', async () => {
  const { connect, subscribe, connections, ports } = stage();
  await connect('c');
  const get = connections.get;
  connections.get = async (id) => {
    const found = await get(id);
    await connections.remove(id);
    return found;
  };
  await subscribe('c', { services: ['orders'] });
  expect(connections.ids()).toEqual([]);
  await serveSession({ session: 'greet', connection: 'c' }, 'c', ports);
  expect(connections.ids()).toEqual([]);
});

test('however events, subscriptions and parts of replays follow each other: no gaps, no repeats', async () => {
  const step = fc.constantFrom('publish', 'publish', 'publish', 'serve');
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.array(step, { maxLength: 20 }),
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 0, max: 150 }),
      async (before, between, later, after) => {
        const { connect, subscribe, publish, serve, numbers, tasks, feed } = stage();
        const play = async (steps: readonly string[]) => {
          for (const one of steps) await (one === 'publish' ? publish() : serve());
        };
        for (const _ of range(1, 2 * REPLAY_PART)) await publish();
        await play(before);
        const known = Math.min(after, feed.events.length);
        await connect('c');
        await play(between);
        await subscribe('c', { after: known });
        await play(later);
        while (tasks.waiting.length > 0) await serve();
        const got = numbers('c').map(Number);
        expect(got.toSorted((a, b) => a - b)).toEqual(range(known + 1, feed.events.length));
      },
    ),
    { numRuns: 60 },
  );
});

test('one that was let go before it was greeted is closed, and hears nothing', async () => {
  const { ports, sockets } = stage();
  await serveSession({ session: 'greet', connection: 'revoked' }, 'x', ports);
  expect(sockets.closed).toEqual(['revoked']);
  expect(sockets.to('revoked')).toEqual([]);
});

test('work on one that is not there is nothing', async () => {
  const { ports, sockets } = stage();
  await serveSession({ session: 'replay', connection: 'nobody' }, 'x', ports);
  expect(sockets.to('nobody')).toEqual([]);
  await ports.connections.create(aConnection('c', { state: 'new' }));
  await serveSession({ session: 'subscribe', connection: 'c', message: { action: 'subscribe' } }, 'y', ports);
  expect(sockets.to('c')).toEqual([]);
});
