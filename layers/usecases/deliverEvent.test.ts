import { Webhook as StockClient } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { anAction } from '#domain/fixtures.ts';
import { toInstant } from '#domain/time.ts';
import type { Delivery } from '#domain/webhook/webhook.ts';
import type { Threads, Told } from '#ports';
import { busy, ok, SECRET, stage } from '#test/support/deliveryStage.ts';
import { aSubscriber } from '#test/support/events.ts';
import { deliverEvent } from './deliverEvent.ts';

test('delivered once, signed so that a stock client verifies it', async () => {
  const { publish, pass, calls, only } = stage();
  await publish('one');
  await pass(1);
  expect(calls).toHaveLength(1);
  const [call] = calls;
  const body = new StockClient(SECRET).verify(call?.body ?? '', call?.headers ?? {});
  expect(body).toMatchObject({ event: 'anomaly.detected', id: 'one', data: { id: 'one' } });
  expect(await only()).toMatchObject([{ status: 'delivered', due_at: null, tries: [{ status: 204 }] }]);
});

test('a receiver that is down for two hours gets everything in the end, once each id, in order', async () => {
  const { publish, pass, calls, only, ids, start } = stage(() => ((calls.at(-1)?.at ?? 0) < start + 7_200 ? busy : ok));
  await publish('first');
  await pass(30);
  await publish('second');
  await publish('elsewhere', { subject: 'anomaly_2' });
  await pass(4 * 3_600);
  expect((await only()).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  const accepted = calls.filter(({ at }) => at >= start + 7_200).map(({ headers }) => headers['webhook-id']);
  expect(accepted.toSorted()).toEqual(['elsewhere', 'first', 'second']);
  expect(accepted.indexOf('first')).toBeLessThan(accepted.indexOf('second'));
  expect(
    ids().filter((id) => id === 'second'),
    'no try before the first has arrived',
  ).toHaveLength(1);
});

test('the next of a subject goes out at once when the one before has arrived', async () => {
  const { publish, pass, calls, ids, start } = stage((call) => (call === 1 ? busy : ok));
  await publish('first');
  await publish('second');
  await pass(10);
  expect(ids()).toEqual(['first', 'first', 'second']);
  expect((calls[2]?.at ?? 0) - start).toBeLessThan(5);
});

test('one that steps back just as the one before it ends is not forgotten', async () => {
  const { publish, pass, ports, deliveries, messages, ids } = stage();
  await publish('first');
  await publish('second');
  const [first, second] = messages.splice(0);
  const release = deliveries.release;
  deliveries.release = async (claimed, delivery) => {
    if (claimed.delivery.id === second?.id && delivery.status === 'waiting') {
      deliveries.release = release;
      await deliverEvent(first?.id ?? '', ports); // ends, and wakes the second before it has stepped back
    }
    return release(claimed, delivery);
  };
  expect(await deliverEvent(second?.id ?? '', ports)).toBe('behind another');
  await pass(1);
  expect(ids()).toEqual(['first', 'second']);
});

test('two messages for one delivery at the same time: one call', async () => {
  let answer = () => {};
  const { publish, messages, calls, ports, hold, only } = stage();
  hold(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  await publish('one');
  const id = messages[0]?.id ?? '';
  const first = deliverEvent(id, ports);
  expect(await deliverEvent(id, ports)).toBe('nothing to do');
  answer();
  expect(await first).toBe('delivered');
  expect(calls).toHaveLength(1);
  expect(await only()).toMatchObject([{ tries: [{ status: 204 }] }]);
});

test('a worker that died with the lease is followed by another', async () => {
  const { publish, pass, deliveries, messages, only } = stage();
  await publish('one');
  await deliveries.claim(messages[0]?.id ?? ''); // and nothing more comes of it
  await pass(120);
  expect(await only()).toMatchObject([{ status: 'delivered' }]);
});

test('a try that is not due yet is not made by an early message', async () => {
  const { publish, pass, messages, ports, calls } = stage(() => busy);
  await publish('one');
  const id = messages[0]?.id ?? '';
  await pass(0);
  expect(calls).toHaveLength(1);
  await pass(2);
  await pass(0);
  const made = calls.length;
  expect(await deliverEvent(id, ports)).toBe('nothing to do');
  expect(calls).toHaveLength(made);
});

test('later tries than a quarter of an hour rest in the table, where the sweep finds them', async () => {
  const { publish, pass, messages, calls, deliveries, only, ports } = stage(() => ({
    status: 429,
    retryAfter: '1800',
  }));
  await publish('one');
  await pass(0);
  expect(messages).toEqual([]);
  expect((await only())[0]?.due_at).toBe(toInstant(ports.clock.now() + 1_800));
  expect(await deliveries.due(10)).toEqual([]);
  await pass(1_700);
  expect(calls).toHaveLength(1);
  await pass(200);
  expect(calls).toHaveLength(2);
});

test('after a day without an answer it is dead, and the history says why', async () => {
  const { publish, pass, only, calls } = stage(() => ({ error: 'ECONNREFUSED: refused' }));
  await publish('one');
  await pass(25 * 3_600);
  const [delivery] = await only();
  expect(delivery?.status).toBe('dead');
  expect(delivery?.tries).toHaveLength(calls.length);
  expect(delivery?.tries.at(-1)).toMatchObject({ status: null, error: 'ECONNREFUSED: refused', duration_ms: 3 });
  await pass(3_600);
  expect(calls).toHaveLength(delivery?.tries.length ?? 0);
});

test('410 disables the webhook, tells it, and what waits for it is given up', async () => {
  const { publish, pass, only, announced, calls } = stage(() => ({ status: 410 }));
  await publish('first');
  await publish('second');
  await pass(300);
  expect((await only()).map(({ status }) => status)).toEqual(['dead', 'dead']);
  expect(calls).toHaveLength(1);
  expect(announced).toMatchObject([
    {
      event: 'webhook.disabled',
      subject: 'webhook_1',
      data: { enabled: false, version: 2, url: 'https://receiver.test' },
    },
  ]);
  expect((await only())[1]?.tries).toMatchObject([{ status: null, error: 'the webhook is disabled' }]);
});

test('a webhook that was removed gets nothing more', async () => {
  const { publish, pass, only, calls, remove } = stage();
  await publish('one');
  remove();
  await pass(1);
  expect(calls).toEqual([]);
  expect(await only()).toMatchObject([{ status: 'dead', tries: [{ error: 'the webhook was removed' }] }]);
});

test('a redirect or another answer than 2xx is no delivery', async () => {
  const answers = [{ status: 301 }, { status: 404 }, { status: 500 }, { status: 200 }];
  const { publish, pass, only } = stage((call) => answers[call - 1] ?? ok);
  await publish('one');
  await pass(60);
  const [delivery] = await only();
  expect(delivery?.tries.map(({ status }) => status)).toEqual([301, 404, 500, 200]);
  expect(delivery?.status).toBe('delivered');
});

test('an integration goes on by the thread of its last answer, and by that of what caused the event', async () => {
  const asked: Threads[] = [];
  const { publish, pass, ports, only } = stage();
  const action = {
    ...anAction(),
    id: 'action_1',
    cause: { ...anAction().cause, kind: 'anomaly' as const, id: 'anomaly_1' },
  };
  ports.subscribers.get = async (id) => aSubscriber(id, { kind: 'integration' });
  ports.notifierOf = () => ({
    notify: async (event, threads) => {
      asked.push(threads);
      return {
        status: 200,
        error: null,
        retryAfter: undefined,
        body: '',
        duration_ms: 1,
        thread: `about ${event.subject}`,
      };
    },
  });
  await publish('opened');
  await pass(1);
  await publish('updated');
  await pass(1);
  await publish('acted', { subject: 'action_1', action });
  await pass(1);
  expect(asked).toEqual([
    { thread: null, parent: null },
    { thread: 'about anomaly_1', parent: null },
    { thread: null, parent: 'about anomaly_1' },
  ]);
  expect((await only()).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
});

test.each<[string, Partial<Told>, Delivery['status'], string | undefined]>([
  ['says that it is gone', { status: 404, error: null, gone: 'the channel was archived' }, 'dead', 'webhook.disabled'],
  [
    'has nothing to say of an event',
    { status: null, error: null, skipped: 'pagers hear of pages' },
    'delivered',
    undefined,
  ],
  ['answers 200 and that it failed', { status: 200, error: 'invalid_blocks' }, 'waiting', undefined],
])('a notifier that %s', async (_what, answer, status, announcedEvent) => {
  const { publish, pass, ports, only, announced } = stage();
  ports.notifierOf = () => ({
    notify: async () => ({ status: null, error: null, retryAfter: undefined, body: '', duration_ms: 0, ...answer }),
  });
  await publish('one');
  await pass(1);
  const [delivery] = await only();
  expect(delivery).toMatchObject({ status, tries: [{ error: answer.error ?? null }] });
  expect(delivery?.tries[0]?.skipped).toBe(answer.skipped);
  expect(announced.map(({ event }) => event)).toEqual(announcedEvent === undefined ? [] : [announcedEvent]);
});
