import { Webhook as StockClient } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type { FeedEvent } from '#domain/event/event.ts';
import { toInstant } from '#domain/time.ts';
import type { Answer, WebhookSender, WebhookTable } from '#ports';
import { anEvent, aWebhook, memoryDeliveries, memoryFeed, memoryHealth, silent } from '#test/support/events.ts';
import { callReceiver } from './callReceiver.ts';
import { type DeliverPorts, deliverEvent } from './deliverEvent.ts';
import { publishEvent } from './publishEvent.ts';
import { webhookSubscribers } from './subscribers.ts';
import { sweepDeliveries } from './sweepDeliveries.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ok: Partial<Answer> = { status: 204 };
const busy: Partial<Answer> = { status: 503 };

/** A receiver that answers as told, a clock that is turned, and a queue that is read when a message is due. */
function stage(answer: (call: number) => Partial<Answer> = () => ok) {
  const start = Date.now() / 1000; // the stock client checks a signature's age
  let now = start;
  const deliveries = memoryDeliveries(() => now);
  const messages: { id: string; at: number }[] = [];
  const calls: { body: string; headers: Record<string, string>; at: number }[] = [];
  const announced: FeedEvent[] = [];
  let webhook: ReturnType<typeof aWebhook> | undefined = aWebhook('webhook_1');
  let release: Promise<void> | undefined;
  const queue: DeliverPorts['queue'] = {
    enqueue: async (all) => void messages.push(...all.map(({ id, delaySeconds }) => ({ id, at: now + delaySeconds }))),
  };
  const webhooks: Pick<WebhookTable, 'all' | 'get' | 'secrets' | 'replace'> = {
    all: async () => (webhook ? [webhook] : []),
    get: async () => webhook,
    secrets: async () => [SECRET],
    replace: async (changed) => {
      webhook = changed;
      return true;
    },
  };
  const sender: WebhookSender = {
    async send(_url, body, headers) {
      calls.push({ body: body ?? '', headers: { ...headers }, at: now });
      const call = calls.length;
      await release;
      return { status: null, error: null, retryAfter: undefined, body: '', duration_ms: 3, ...answer(call) };
    },
  };
  const subscribers = webhookSubscribers(webhooks);
  const clock = { now: () => now };
  const ports: DeliverPorts = {
    deliveries,
    health: memoryHealth(),
    queue,
    subscribers,
    notifierOf: (subscriber) => ({
      notify: (event) => callReceiver(aWebhook(subscriber.id), event, { webhooks, sender, clock }),
    }),
    events: { send: async (events) => void announced.push(...events) },
    clock,
    log: silent,
    chance: () => 1,
    disableAfterSeconds: 3 * 86_400,
  };
  const feed = memoryFeed();
  const publish = (id: string, more: Partial<FeedEvent> = {}) =>
    publishEvent(anEvent(id, more), {
      feed,
      connections: { all: async () => [], remove: async () => {} },
      sockets: { post: async () => 'sent', close: async () => {} },
      subscribers,
      deliveries,
      queue,
      clock: ports.clock,
      log: silent,
    });
  /** Lets the time pass until then, with the sweep each minute. */
  const pass = async (seconds: number) => {
    const until = now + seconds;
    let swept = now;
    for (;;) {
      const next = messages.toSorted((a, b) => a.at - b.at)[0];
      const at = Math.min(next?.at ?? Number.POSITIVE_INFINITY, swept + 60);
      if (at > until) break;
      now = Math.max(now, at);
      if (next && next.at <= now) {
        messages.splice(messages.indexOf(next), 1);
        await deliverEvent(next.id, ports);
      } else {
        swept = now;
        await sweepDeliveries({ deliveries, queue });
      }
    }
    now = until;
  };
  return {
    ports,
    deliveries,
    messages,
    calls,
    announced,
    publish,
    pass,
    start,
    only: async () => (await deliveries.list({}, { limit: 10 })).items,
    remove: () => {
      webhook = undefined;
    },
    hold: (until: Promise<void>) => {
      release = until;
    },
    ids: () => calls.map(({ headers }) => headers['webhook-id']),
  };
}

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
    { event: 'webhook.disabled', subject: 'webhook_1', data: { enabled: false, version: 2 } },
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
