import type { FeedEvent } from '#domain/event/event.ts';
import type { Answer, WebhookSender, WebhookTable } from '#ports';
import { anEvent, aWebhook, memoryDeliveries, memoryFeed, memoryHealth, silent } from '#test/support/events.ts';
import { unhindered } from '#test/support/notices.ts';
import { callReceiver } from '#usecases/callReceiver.ts';
import { type DeliverPorts, deliverEvent } from '#usecases/deliverEvent.ts';
import { publishEvent } from '#usecases/publishEvent.ts';
import { redriveDeliveries } from '#usecases/redriveDeliveries.ts';
import { webhookSubscribers } from '#usecases/subscribers.ts';
import { sweepDeliveries } from '#usecases/sweepDeliveries.ts';

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const ok: Partial<Answer> = { status: 204 };
export const busy: Partial<Answer> = { status: 503 };

/** A receiver that answers as told, a clock that is turned, and a queue that is read when a message is due. */
export function stage(answer: (call: number) => Partial<Answer> = () => ok) {
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
      ...unhindered(),
      feed,
      connections: { all: async () => [], remove: async () => {} },
      sockets: { post: async () => 'sent', close: async () => {} },
      subscribers,
      deliveries,
      queue,
      clock: ports.clock,
      log: silent,
    });
  /** Lets the time pass until then, with the sweep each minute. What is due at one time is tried side by side. */
  const pass = async (seconds: number) => {
    const until = now + seconds;
    let swept = now;
    for (;;) {
      const next = messages.toSorted((a, b) => a.at - b.at)[0];
      const at = Math.min(next?.at ?? Number.POSITIVE_INFINITY, swept + 60);
      if (at > until) break;
      now = Math.max(now, at);
      if (next && next.at <= now) {
        const due = messages.filter((message) => message.at <= now);
        for (const one of due) messages.splice(messages.indexOf(one), 1);
        await Promise.all(due.map(({ id }) => deliverEvent(id, ports)));
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
    redrive: (since?: string) => redriveDeliveries('webhook_1', { since }, { deliveries, queue, log: silent }),
    remove: () => {
      webhook = undefined;
    },
    hold: (until: Promise<void>) => {
      release = until;
    },
    ids: () => calls.map(({ headers }) => headers['webhook-id']),
  };
}
