import type { NumberedEvent } from '#domain/event/event.ts';
import { parentOf } from '#domain/integration/parent.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import { type Failing, isLost, isRationed, pauseAfter, waitOf } from '#domain/webhook/health.ts';
import { GIVE_UP_SECONDS, nextTry, retryAfterSeconds } from '#domain/webhook/retry.ts';
import type { Subscriber } from '#domain/webhook/subscriber.ts';
import type { Delivery, DeliveryTry } from '#domain/webhook/webhook.ts';
import type {
  ClaimedDelivery,
  Clock,
  DeliveryQueue,
  DeliveryTable,
  EventQueue,
  Log,
  Notifier,
  ReceiverHealth,
  Subscribers,
  Threads,
  Told,
} from '#ports';
import { isDelivered, unanswered } from './callReceiver.ts';
import { disableSubscriber } from './disableSubscriber.ts';

export interface DeliverPorts {
  subscribers: Pick<Subscribers, 'get' | 'disable'>;
  notifierOf(subscriber: Subscriber): Notifier;
  deliveries: Pick<DeliveryTable, 'claim' | 'release' | 'waits' | 'next' | 'wake' | 'thread' | 'keepThread'>;
  health: ReceiverHealth;
  queue: DeliveryQueue;
  events: EventQueue;
  clock: Clock;
  log: Log;
  /** 0–1 */
  chance(): number;
  /** a subscriber of whom nothing has worked for so long is turned off when one more delivery is given up */
  disableAfterSeconds: number;
}

/** Later tries than this rest in the table, where a sweep finds them: a queue delays at most a quarter of an hour. */
const MOST_DELAY_SECONDS = 900;
/** A delivery behind another one is woken when that one ends; this is for a wake that was lost. */
const BEHIND_SECONDS = 120;
/** A failing receiver's one try is another's again after this: whoever took it has died. Longer than any try lasts. */
const TAKEN_SECONDS = 30;
const LONGEST_REASON = 500;

export type Outcome = 'nothing to do' | 'behind another' | 'not yet' | 'delivered' | 'again' | 'dead';

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
  const failing = await ports.health.of(who);
  const now = ports.clock.now();
  if (failing && isRationed(failing, now) && !(await ports.health.take(who, now, now + TAKEN_SECONDS)))
    return letPass(claimed, { subscriber, failing }, ports);
  const told = await tell(subscriber, claimed, ports);
  if (!isDelivered(told)) return failed(claimed, { subscriber, told, failing }, ports);
  if (failing && told.skipped === undefined) await ports.health.worked(who);
  return end(claimed, 'delivered', told, ports);
}

/** One try, with what is kept of earlier events to go on by; what it gives to go on by is kept in turn. */
async function tell(subscriber: Subscriber, { delivery, event }: ClaimedDelivery, ports: DeliverPorts): Promise<Told> {
  const told = await ports.notifierOf(subscriber).notify(event, await threadsOf(subscriber, event, ports));
  if (told.thread !== undefined) await ports.deliveries.keepThread(delivery, told.thread);
  return told;
}

/** Plain webhooks have no threads, so nothing is read for them. */
async function threadsOf(
  { id, kind }: Subscriber,
  event: NumberedEvent,
  { deliveries }: Pick<DeliverPorts, 'deliveries'>,
): Promise<Threads> {
  if (kind === 'webhook') return { thread: null, parent: null };
  const parent = parentOf(event);
  const [own, above] = await Promise.all([
    deliveries.thread(id, event.subject),
    parent === null ? null : deliveries.thread(id, parent),
  ]);
  return { thread: own, parent: above };
}

interface Failure {
  subscriber: Subscriber;
  told: Told;
  failing: Failing | undefined;
}

async function failed(claimed: ClaimedDelivery, { subscriber, told, failing }: Failure, ports: DeliverPorts) {
  const gone = told.gone ?? (told.status === 410 ? 'the receiver answered 410 Gone' : undefined);
  if (gone !== undefined) {
    await disableSubscriber(subscriber, gone, ports);
    return end(claimed, 'dead', told, ports);
  }
  const now = ports.clock.now();
  const retryAfter = retryAfterSeconds(told.retryAfter, now);
  const pause = pauseAfter((failing?.tries ?? 0) + 1, retryAfter);
  const fares = await ports.health.failed(subscriber.id, now, now + pause);
  const { age, tries } = effortOf(claimed.delivery, now);
  const delay = nextTry(tries + 1, { age, chance: ports.chance(), retryAfter });
  if (delay !== null) return again(claimed, told, delay, ports);
  return giveUp(claimed, { subscriber, failing: fares }, told, ports);
}

interface Fares {
  subscriber: Subscriber;
  failing: Failing;
}

/** A day is over. Who has failed for long is not called for what comes, either. */
async function giveUp(claimed: ClaimedDelivery, { subscriber, failing }: Fares, answer: Tried, ports: DeliverPorts) {
  if (isLost(failing, ports.clock.now(), ports.disableAfterSeconds))
    await disableSubscriber(subscriber, `no delivery has worked since ${failing.since}`, ports);
  return end(claimed, 'dead', answer, ports);
}

/** How long, in seconds, and how often it was tried, since it was made or redriven. */
function effortOf({ created_at, redriven_at, tries }: Delivery, now: number): { age: number; tries: number } {
  const begun = redriven_at ?? created_at;
  return { age: now - toEpoch(begun), tries: tries.filter(({ at }) => at >= begun).length };
}

type Tried = Pick<Told, 'status' | 'error' | 'duration_ms' | 'skipped'>;

function withTry(delivery: Delivery, { status, error, duration_ms, skipped }: Tried, now: number): Delivery {
  const made: DeliveryTry = {
    at: toInstant(now),
    status,
    error: error?.slice(0, LONGEST_REASON) ?? null,
    duration_ms,
    ...(skipped === undefined ? {} : { skipped }),
  };
  return { ...delivery, tries: [...delivery.tries, made], updated_at: made.at };
}

async function again(claimed: ClaimedDelivery, answer: Tried, delay: number, ports: DeliverPorts): Promise<Outcome> {
  const now = ports.clock.now();
  const tried = { ...withTry(claimed.delivery, answer, now), due_at: toInstant(now + delay) };
  await rest(claimed, tried, delay, ports);
  const { id, subscriber_id, tries } = tried;
  ports.log.info('delivery failed', {
    id,
    subscriber_id,
    status: answer.status,
    error: answer.error,
    tries: tries.length,
  });
  return 'again';
}

/** Lets go until then. What is long away is found by the sweep. */
async function rest(
  claimed: ClaimedDelivery,
  waiting: Delivery,
  delaySeconds: number,
  { deliveries, queue }: Pick<DeliverPorts, 'deliveries' | 'queue'>,
): Promise<void> {
  await deliveries.release(claimed, waiting);
  if (delaySeconds <= MOST_DELAY_SECONDS)
    await queue.enqueue([{ id: waiting.id, delaySeconds: Math.ceil(delaySeconds) }]);
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

/** Leaves the one try that a failing receiver is given to another, so that it holds up no other receiver. */
async function letPass(claimed: ClaimedDelivery, fares: Fares, ports: DeliverPorts): Promise<Outcome> {
  const { clock, chance } = ports;
  const { failing } = fares;
  const now = clock.now();
  const { age } = effortOf(claimed.delivery, now);
  const wait = waitOf({ age, untilNext: failing.next_at - now, chance: chance() });
  if (age + wait > GIVE_UP_SECONDS)
    return giveUp(claimed, fares, unanswered(`not called: no delivery has worked since ${failing.since}`), ports);
  await rest(claimed, { ...claimed.delivery, due_at: toInstant(now + wait) }, wait, ports);
  return 'not yet';
}

async function wake(id: string, { deliveries, queue }: Pick<DeliverPorts, 'deliveries' | 'queue'>): Promise<void> {
  if (await deliveries.wake(id)) await queue.enqueue([{ id, delaySeconds: 0 }]);
}
