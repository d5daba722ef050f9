import type { NumberedEvent } from '#domain/event/event.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import { nextTry, retryAfterSeconds } from '#domain/webhook/retry.ts';
import type { Subscriber } from '#domain/webhook/subscriber.ts';
import type { Delivery, DeliveryTry } from '#domain/webhook/webhook.ts';
import type {
  Answer,
  ClaimedDelivery,
  Clock,
  DeliveryQueue,
  DeliveryTable,
  EventQueue,
  Log,
  Notifier,
  Subscribers,
  Told,
} from '#ports';
import { isDelivered, unanswered } from './callReceiver.ts';

export interface DeliverPorts {
  subscribers: Pick<Subscribers, 'get' | 'disable'>;
  notifierOf(subscriber: Subscriber): Notifier;
  deliveries: Pick<DeliveryTable, 'claim' | 'release' | 'waits' | 'next' | 'wake' | 'thread' | 'keepThread'>;
  queue: DeliveryQueue;
  events: EventQueue;
  clock: Clock;
  log: Log;
  /** 0–1 */
  chance(): number;
}

/** Later tries than this rest in the table, where a sweep finds them: a queue delays at most a quarter of an hour. */
const MOST_DELAY_SECONDS = 900;
/** A delivery behind another one is woken when that one ends; this is for a wake that was lost. */
const BEHIND_SECONDS = 120;

export type Outcome = 'nothing to do' | 'behind another' | 'delivered' | 'again' | 'dead';

/** Makes one try of a delivery, and plans the next where it failed. One that is over, or another's, is left alone. */
export async function deliverEvent(id: string, ports: DeliverPorts): Promise<Outcome> {
  const claimed = await ports.deliveries.claim(id);
  if (!claimed) return 'nothing to do';
  if (claimed.previous !== null && (await ports.deliveries.waits(claimed.previous)))
    return standBehind(claimed, claimed.previous, ports);
  const { subscriber_id: who } = claimed.delivery;
  const subscriber = await ports.subscribers.get(who);
  if (!subscriber?.enabled) {
    const what = subscriber?.kind ?? who.split('_')[0];
    return end(claimed, 'dead', unanswered(`the ${what} ${subscriber ? 'is disabled' : 'was removed'}`), ports);
  }
  const told = await tell(subscriber, claimed, ports);
  if (isDelivered(told)) return end(claimed, 'delivered', told, ports);
  const gone = told.gone ?? (told.status === 410 ? 'the receiver answered 410 Gone' : undefined);
  if (gone !== undefined) {
    await disable(subscriber, gone, ports);
    return end(claimed, 'dead', told, ports);
  }
  const now = ports.clock.now();
  const delay = nextTry(claimed.delivery.tries.length + 1, {
    age: now - toEpoch(claimed.delivery.created_at),
    chance: ports.chance(),
    retryAfter: retryAfterSeconds(told.retryAfter, now),
  });
  return delay === null ? end(claimed, 'dead', told, ports) : again(claimed, told, delay, ports);
}

/** One try, with what is kept of earlier events to go on by; what it gives to go on by is kept in turn. */
async function tell(subscriber: Subscriber, { delivery, event }: ClaimedDelivery, ports: DeliverPorts): Promise<Told> {
  const { deliveries, notifierOf } = ports;
  const told = await notifierOf(subscriber).notify(event, await threadsOf(subscriber, event, ports));
  if (told.thread !== undefined) await deliveries.keepThread(delivery, told.thread);
  return told;
}

/** Plain webhooks have no threads, so nothing is read for them. */
async function threadsOf({ id, kind }: Subscriber, { subject }: NumberedEvent, { deliveries }: DeliverPorts) {
  if (kind === 'webhook') return { thread: null, parent: null };
  return { thread: await deliveries.thread(id, subject), parent: null };
}

type Tried = Pick<Answer, 'status' | 'error' | 'duration_ms'>;

const withTry = (delivery: Delivery, { status, error, duration_ms }: Tried, now: number): Delivery => {
  const made: DeliveryTry = { at: toInstant(now), status, error, duration_ms };
  return { ...delivery, tries: [...delivery.tries, made], updated_at: made.at };
};

async function again(
  claimed: ClaimedDelivery,
  answer: Tried,
  delay: number,
  { deliveries, queue, clock, log }: DeliverPorts,
): Promise<Outcome> {
  const now = clock.now();
  const tried = { ...withTry(claimed.delivery, answer, now), due_at: toInstant(now + delay) };
  await deliveries.release(claimed, tried);
  const { id, subscriber_id, tries } = tried;
  log.info('delivery failed', { id, subscriber_id, status: answer.status, error: answer.error, tries: tries.length });
  if (delay <= MOST_DELAY_SECONDS) await queue.enqueue([{ id, delaySeconds: Math.ceil(delay) }]);
  return 'again';
}

async function end(
  claimed: ClaimedDelivery,
  status: 'delivered' | 'dead',
  answer: Tried,
  ports: DeliverPorts,
): Promise<Outcome> {
  const { deliveries, clock, log } = ports;
  const ended: Delivery = { ...withTry(claimed.delivery, answer, clock.now()), status, due_at: null };
  const mine = await deliveries.release(claimed, ended);
  const { id, subscriber_id, tries } = ended;
  log.info('delivery ended', { id, subscriber_id, status, mine, error: answer.error, tries: tries.length });
  const next = await deliveries.next(ended);
  if (next !== undefined) await wake(next, ports);
  return status;
}

/** Waits for the event before it: one subject's events arrive in their order. */
async function standBehind(claimed: ClaimedDelivery, previous: string, ports: DeliverPorts): Promise<Outcome> {
  const waiting = { ...claimed.delivery, due_at: toInstant(ports.clock.now() + BEHIND_SECONDS) };
  await ports.deliveries.release(claimed, waiting);
  // the one before may have ended just now, and have woken this one too early
  if (!(await ports.deliveries.waits(previous))) await wake(waiting.id, ports);
  return 'behind another';
}

async function wake(id: string, { deliveries, queue }: DeliverPorts): Promise<void> {
  if (await deliveries.wake(id)) await queue.enqueue([{ id, delaySeconds: 0 }]);
}

/** Turns a subscriber off and tells so. One that someone changed meanwhile is left as it is. */
async function disable({ id, kind }: Subscriber, because: string, ports: DeliverPorts): Promise<void> {
  const at = toInstant(ports.clock.now());
  const disabled = await ports.subscribers.disable(id, because, at);
  if (!disabled) return;
  ports.log.warn('a subscriber was disabled', { id, because });
  const event = `${kind}.disabled` as const;
  await ports.events.send([
    {
      id: `${id}.${event}.${disabled.version}`,
      event,
      timestamp: at,
      subject: id,
      service: null,
      severity: null,
      data: disabled,
    },
  ]);
}

/** Hands over what is due and was not handed over: later tries, and those whose message was lost. */
export async function sweepDeliveries({
  deliveries,
  queue,
}: {
  deliveries: Pick<DeliveryTable, 'due'>;
  queue: DeliveryQueue;
}): Promise<number> {
  const due = await deliveries.due(500);
  await queue.enqueue(due.map((id) => ({ id, delaySeconds: 0 })));
  return due.length;
}
