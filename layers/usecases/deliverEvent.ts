import { toEpoch, toInstant } from '#domain/time.ts';
import { nextTry, retryAfterSeconds } from '#domain/webhook/retry.ts';
import type { Delivery, DeliveryTry, Webhook } from '#domain/webhook/webhook.ts';
import type { ClaimedDelivery, Clock, DeliveryQueue, DeliveryTable, EventQueue, Log, WebhookTable } from '#ports';
import { type Answer, callReceiver, isDelivered, type WebhookSender } from './callReceiver.ts';

export interface DeliverPorts {
  webhooks: Pick<WebhookTable, 'get' | 'secret' | 'replace'>;
  deliveries: Pick<DeliveryTable, 'claim' | 'release' | 'waits' | 'next' | 'wake'>;
  queue: DeliveryQueue;
  events: EventQueue;
  sender: WebhookSender;
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
  const webhook = await ports.webhooks.get(claimed.delivery.webhook_id);
  if (!webhook?.enabled) {
    const why = webhook ? 'the webhook is disabled' : 'the webhook was removed';
    return end(claimed, 'dead', { status: null, error: why, duration_ms: 0 }, ports);
  }
  const answer = await callReceiver(webhook, claimed.event, ports);
  if (isDelivered(answer)) return end(claimed, 'delivered', answer, ports);
  if (answer.status === 410) {
    await disable(webhook, ports);
    return end(claimed, 'dead', answer, ports);
  }
  const now = ports.clock.now();
  const delay = nextTry(claimed.delivery.tries.length + 1, {
    age: now - toEpoch(claimed.delivery.created_at),
    chance: ports.chance(),
    retryAfter: retryAfterSeconds(answer.retryAfter, now),
  });
  return delay === null ? end(claimed, 'dead', answer, ports) : again(claimed, answer, delay, ports);
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
  const { id, webhook_id, tries } = tried;
  log.info('delivery failed', { id, webhook_id, status: answer.status, error: answer.error, tries: tries.length });
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
  const { id, webhook_id, tries } = ended;
  log.info('delivery ended', { id, webhook_id, status, mine, error: answer.error, tries: tries.length });
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

/** The receiver says that it is gone for good. A webhook that someone changed meanwhile is left as it is. */
async function disable(webhook: Webhook, { webhooks, events, clock }: DeliverPorts): Promise<void> {
  const at = toInstant(clock.now());
  const disabled: Webhook = {
    ...webhook,
    enabled: false,
    disabled_reason: 'the receiver answered 410 Gone',
    updated_at: at,
    version: webhook.version + 1,
  };
  if (!(await webhooks.replace(disabled))) return;
  await events.send([
    {
      id: `${webhook.id}.webhook.disabled.${disabled.version}`,
      event: 'webhook.disabled',
      timestamp: at,
      subject: webhook.id,
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
