import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import { everything } from '#domain/event/interest.ts';
import type { SessionTask } from '#domain/event/session.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { Failing } from '#domain/webhook/health.ts';
import { asSubscriber, type Subscriber } from '#domain/webhook/subscriber.ts';
import type { Delivery, Webhook } from '#domain/webhook/webhook.ts';
import type {
  Connection,
  ConnectionTable,
  DeliveryTable,
  Feed,
  Log,
  ReceiverHealth,
  SessionQueue,
  SocketPost,
} from '#ports';

// Doubles of the ports that events pass through, kept in memory: they promise what the adapters promise.

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const anEvent = (id: string, more: Partial<FeedEvent> = {}): FeedEvent => ({
  id,
  event: 'anomaly.detected',
  timestamp: '2026-11-24T16:00:00.000Z',
  subject: 'anomaly_1',
  service: 'orders',
  severity: 'high',
  data: { id },
  ...more,
});

export function memoryFeed(oldest = () => 1): Feed & { events: NumberedEvent[]; posted: number } {
  const events: NumberedEvent[] = [];
  const feed = {
    events,
    posted: 0,
    async append(event: FeedEvent) {
      const there = events.find(({ id }) => id === event.id);
      if (there) return { event: there, repeated: true, posted: there.seq <= feed.posted };
      const numbered = { ...event, seq: events.length + 1 };
      events.push(numbered);
      return { event: numbered, repeated: false, posted: false };
    },
    async markPosted(seq: number) {
      feed.posted = Math.max(feed.posted, seq);
    },
    after: async (seq: number, limit: number) =>
      events.filter((event) => event.seq > seq && event.seq >= oldest()).slice(0, limit),
    head: async () => events.length,
  };
  return feed;
}

export const aConnection = (id: string, more: Partial<Connection> = {}): Connection => ({
  ...everything,
  id,
  key_id: 'key',
  secret_version: null,
  connected_at: 0,
  expires_at: Number.POSITIVE_INFINITY,
  state: 'live',
  seen: 0,
  greeted_at: 0,
  subscribed: false,
  replay_from: null,
  skip: null,
  ...more,
});

export function memoryConnections(...connections: Connection[]): ConnectionTable & { ids(): string[] } {
  const kept = new Map(connections.map((one) => [one.id, one]));
  return {
    ids: () => [...kept.keys()],
    async create(connection) {
      kept.set(connection.id, connection);
    },
    async update(connection) {
      if (!kept.has(connection.id)) return false;
      kept.set(connection.id, connection);
      return true;
    },
    get: async (id) => kept.get(id),
    all: async () => [...kept.values()],
    kept: async () => [...kept.values()],
    ofKey: async (keyId) => [...kept.values()].filter(({ key_id }) => key_id === keyId).map(({ id }) => id),
    count: async () => kept.size,
    async remove(id) {
      kept.delete(id);
    },
  };
}

export type Message = Record<string, unknown>;
/** Sockets that note what each got. `answers` may say for a connection that it is gone, or throw. */
export function memorySockets(
  answers: (id: string, message: Message) => Promise<'sent' | 'gone'> = async () => 'sent',
) {
  const posts: { id: string; message: Message }[] = [];
  const closed: string[] = [];
  const post: SocketPost['post'] = async (id, message) => {
    const sent = message as Message;
    const answer = await answers(id, sent);
    if (answer === 'sent') posts.push({ id, message: sent });
    return answer;
  };
  return {
    post,
    close: async (id: string) => {
      closed.push(id);
    },
    closed,
    to: (id: string) => posts.filter((one) => one.id === id).map(({ message }) => message),
  };
}

export function memoryTasks(): SessionQueue & { waiting: { task: SessionTask; once: string }[] } {
  const waiting: { task: SessionTask; once: string }[] = [];
  return {
    waiting,
    async enqueue(task, once) {
      if (!waiting.some((one) => one.once === once)) waiting.push({ task, once });
    },
  };
}

export const aWebhook = (id: string, more: Partial<Webhook> = {}): Webhook => ({
  id,
  url: 'https://receiver.test/hook',
  format: 'standard',
  events: ['*'],
  services: null,
  severities: null,
  enabled: true,
  disabled_reason: null,
  previous_until: null,
  created_at: '2026-11-24T16:00:00.000Z',
  updated_at: '2026-11-24T16:00:00.000Z',
  version: 1,
  ...more,
});

export const aSubscriber = (id: string, more: Partial<Subscriber> = {}): Subscriber => ({
  ...asSubscriber('webhook', aWebhook(id)),
  ...more,
});

interface KeptDelivery {
  delivery: Delivery;
  event: NumberedEvent;
  previous: string | null;
  lease: { name: string; until: number } | undefined;
}

/** Deliveries with leases and lanes, by a clock that the test turns. */
export function memoryDeliveries(now: () => number): DeliveryTable & { of(id: string): Delivery } {
  const kept = new Map<string, KeptDelivery>();
  const ends = new Map<string, string>();
  const threads = new Map<string, string>();
  let leases = 0;
  const lane = ({ subscriber_id, subject }: Delivery) => `${subscriber_id}#${subject}`;
  const find = (id: string): KeptDelivery => {
    const found = kept.get(id);
    if (!found) throw new Error(`no delivery ${id}`);
    return found;
  };
  return {
    of: (id) => find(id).delivery,
    async create(delivery, event) {
      if (kept.has(delivery.id)) return false;
      kept.set(delivery.id, { delivery, event, previous: ends.get(lane(delivery)) ?? null, lease: undefined });
      ends.set(lane(delivery), delivery.id);
      return true;
    },
    async claim(id) {
      const found = kept.get(id);
      if (found?.delivery.status !== 'waiting' || toEpoch(found.delivery.due_at ?? '') > now() + 1) return undefined;
      if (found.lease && found.lease.until >= now()) return undefined;
      leases += 1;
      found.lease = { name: `${leases}`, until: now() + 30 };
      const { delivery, event, previous } = found;
      return { delivery, event, previous, lease: found.lease.name };
    },
    async release({ lease }, delivery) {
      const found = find(delivery.id);
      if (found.lease?.name !== lease) return false;
      Object.assign(found, { delivery, lease: undefined });
      return true;
    },
    waits: async (id) => kept.get(id)?.delivery.status === 'waiting',
    async next(delivery) {
      const all = [...kept.values()];
      const at = all.findIndex((one) => one.delivery.id === delivery.id);
      return all.slice(at + 1).find((one) => lane(one.delivery) === lane(delivery) && one.delivery.status === 'waiting')
        ?.delivery.id;
    },
    async wake(id) {
      const found = find(id);
      if (found.delivery.status !== 'waiting') return false;
      found.delivery = { ...found.delivery, due_at: toInstant(now()) };
      return true;
    },
    thread: async (subscriber, subject) => threads.get(`${subscriber}#${subject}`) ?? null,
    keepThread: async (delivery, thread) => void threads.set(lane(delivery), thread),
    dead: async (subscriber, since, limit) =>
      [...kept.values()]
        .map(({ delivery }) => delivery)
        .filter(({ status, subscriber_id }) => status === 'dead' && subscriber_id === subscriber)
        .filter(({ created_at }) => since === undefined || created_at >= since)
        .slice(0, limit),
    async redrive(id, behind) {
      const found = find(id);
      if (found.delivery.status !== 'dead') return false;
      const at = toInstant(now());
      found.delivery = { ...found.delivery, status: 'waiting', due_at: at, redriven_at: at };
      found.previous = behind ?? found.previous;
      return true;
    },
    due: async (limit) =>
      [...kept.values()]
        .filter(({ delivery }) => delivery.status === 'waiting' && toEpoch(delivery.due_at ?? '') <= now())
        .map(({ delivery }) => delivery.id)
        .slice(0, limit),
    list: async () => ({ items: [...kept.values()].map(({ delivery }) => delivery), next_cursor: null }),
  };
}

/** How receivers fare, in memory. */
export function memoryHealth(): ReceiverHealth {
  const kept = new Map<string, Failing>();
  return {
    of: async (id) => kept.get(id),
    async failed(id, at, next_at) {
      const before = kept.get(id);
      const failing = { since: before?.since ?? toInstant(at), tries: (before?.tries ?? 0) + 1, next_at };
      kept.set(id, failing);
      return failing;
    },
    worked: async (id) => void kept.delete(id),
    async take(id, now, until) {
      const failing = kept.get(id);
      if (!failing || failing.next_at > now + 1) return false;
      kept.set(id, { ...failing, next_at: until });
      return true;
    },
  };
}
