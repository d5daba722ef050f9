import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import { isFor } from '#domain/event/interest.ts';
import { streamMessage } from '#domain/event/message.ts';
import { derivedId } from '#domain/id.ts';
import { toInstant } from '#domain/time.ts';
import type {
  Clock,
  Connection,
  ConnectionTable,
  DeliveryQueue,
  DeliveryTable,
  Feed,
  Log,
  SocketPost,
  WebhookTable,
} from '#ports';

export interface PublishPorts {
  feed: Feed;
  connections: ConnectionTable;
  sockets: SocketPost;
  webhooks: Pick<WebhookTable, 'all'>;
  deliveries: Pick<DeliveryTable, 'create'>;
  queue: DeliveryQueue;
  clock: Clock;
  log: Log;
}

/** Posts under way at once: one that is slow holds a place, not the others. */
const AT_ONCE = 50;

/**
 * Numbers an event, posts it to whoever listens and hands it to the webhooks. A repeat keeps its number and its
 * deliveries' ids, so a crash on the way is mended by the next try.
 */
export async function publishEvent(event: FeedEvent, ports: PublishPorts): Promise<NumberedEvent> {
  const { event: numbered, repeated } = await ports.feed.append(event);
  await Promise.all([post(numbered, ports), deliver(numbered, ports)]);
  ports.log.info('published', { event: numbered.event, seq: numbered.seq, repeated });
  return numbered;
}

async function post(event: NumberedEvent, { connections, sockets, log }: PublishPorts): Promise<void> {
  const message = streamMessage(event);
  const wanting = (await connections.all()).filter((one) => one.greeted && one.seen < event.seq && isFor(event, one));
  for (let i = 0; i < wanting.length; i += AT_ONCE) {
    await Promise.all(
      wanting.slice(i, i + AT_ONCE).map((one) => send(one, message, event.seq, { connections, sockets, log })),
    );
  }
}

async function send(
  { id }: Connection,
  message: unknown,
  seq: number,
  { connections, sockets, log }: Pick<PublishPorts, 'connections' | 'sockets' | 'log'>,
): Promise<void> {
  try {
    if ((await sockets.post(id, message)) === 'gone') await connections.remove(id);
  } catch (error) {
    // a subscriber that cannot be reached misses this event and asks for it with `after` when it comes back
    log.warn('a subscriber was not reached', { connection: id, seq, error });
  }
}

async function deliver(event: NumberedEvent, { webhooks, deliveries, queue, clock }: PublishPorts): Promise<void> {
  const wanting = (await webhooks.all()).filter((webhook) => webhook.enabled && isFor(event, webhook));
  const at = toInstant(clock.now());
  const made = await Promise.all(
    wanting.map(async (webhook) => {
      const id = derivedId('delivery', event.id, webhook.id);
      await deliveries.create(
        {
          id,
          webhook_id: webhook.id,
          event_id: event.id,
          event: event.event,
          subject: event.subject,
          status: 'waiting',
          tries: [],
          due_at: at,
          created_at: at,
          updated_at: at,
        },
        event,
      );
      return { id, delaySeconds: 0 };
    }),
  );
  await queue.enqueue(made); // also on a repeat: a delivery that is done already is dropped by its reader
}
