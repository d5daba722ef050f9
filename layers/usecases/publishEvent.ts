import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import { isFor } from '#domain/event/interest.ts';
import { streamMessage } from '#domain/event/message.ts';
import { derivedId } from '#domain/id.ts';
import { toInstant } from '#domain/time.ts';
import type { ConnectionTable, DeliveryQueue, DeliveryTable, Feed, SocketPost } from '#ports';
import { type NoticePorts, type Tell, tellOf } from './noticesFor.ts';
import { postTo } from './postTo.ts';

export interface PublishPorts extends NoticePorts {
  feed: Pick<Feed, 'append' | 'markPosted'>;
  connections: Pick<ConnectionTable, 'all' | 'remove'>;
  sockets: SocketPost;
  deliveries: Pick<DeliveryTable, 'create'>;
  queue: DeliveryQueue;
}

/** Posts under way at once: one that is slow holds a place, not the others. */
const AT_ONCE = 50;

/**
 * Numbers an event, posts it to whoever listens and makes a delivery to each subscriber that is
 * to be told. A repeat keeps its number and its
 * deliveries' ids, so a crash on the way is mended by the next try; what was posted is not posted again.
 */
export async function publishEvent(event: FeedEvent, ports: PublishPorts): Promise<NumberedEvent> {
  const { event: numbered, repeated, posted } = await ports.feed.append(event);
  await Promise.all([posted ? undefined : post(numbered, ports), tellOf(numbered, tellBy(ports), ports)]);
  ports.log.info('published', { event: numbered.event, seq: numbered.seq, repeated });
  return numbered;
}

async function post(event: NumberedEvent, ports: PublishPorts): Promise<void> {
  const message = streamMessage(event);
  const wanting = (await ports.connections.all()).filter(
    (one) => one.state === 'live' && one.seen < event.seq && isFor(event, one),
  );
  if (wanting.length === 0) return; // who comes later is given it by a replay, or not at all
  const next = wanting.values();
  const places = Array.from({ length: Math.min(AT_ONCE, wanting.length) }, async () => {
    for (const { id } of next) await postTo(id, message, ports); // each place takes the next that nobody took
  });
  await Promise.all(places);
  await noted(event, ports);
}

/** The mark spares subscribers a repeat; to post again because it could not be made would be the repeat itself. */
async function noted({ seq }: NumberedEvent, { feed, log }: PublishPorts): Promise<void> {
  try {
    await feed.markPosted(seq);
  } catch (error) {
    log.warn('it could not be noted that an event was posted', { seq, error });
  }
}

/** How somebody is told: by a delivery, whose id derives from event and subscriber, handed to the queue. */
export function tellBy({ deliveries, queue, clock }: Pick<PublishPorts, 'deliveries' | 'queue' | 'clock'>): Tell {
  return async (tellings) => {
    const at = toInstant(clock.now());
    const made = await Promise.all(
      tellings.map(async ({ subscriber_id, event }) => {
        const id = derivedId('delivery', event.id, subscriber_id);
        await deliveries.create(
          {
            id,
            subscriber_id,
            event_id: event.id,
            event: event.event,
            subject: event.subject,
            status: 'waiting',
            tries: [],
            due_at: at,
            redriven_at: null,
            created_at: at,
            updated_at: at,
          },
          event,
        );
        return { id, delaySeconds: 0 };
      }),
    );
    await queue.enqueue(made); // also on a repeat: a delivery that is done already is dropped by its reader
  };
}
