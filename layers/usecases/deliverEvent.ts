import type { NumberedEvent } from '#domain/event/event.ts';
import { subjectOf } from '#domain/event/message.ts';
import { toInstant } from '#domain/time.ts';
import { nextTry, retryAfterSeconds } from '#domain/webhook/retry.ts';
import { sign } from '#domain/webhook/signature.ts';
import { slackMessage } from '#domain/webhook/slack.ts';
import type { Delivery, DeliveryTry, Webhook } from '#domain/webhook/webhook.ts';
import type { Clock, DeliveryQueue, DeliveryTable, Log, WebhookTable } from '#ports';

/** What came of one call of a receiver: an answer, or why there was none. */
export interface Answer {
  status: number | null;
  error: string | null;
  retryAfter: string | undefined;
  body: string;
  duration_ms: number;
}
export interface WebhookSender {
  send(url: string, body: string, headers: Record<string, string>): Promise<Answer>;
}
export interface DeliverPorts {
  webhooks: Pick<WebhookTable, 'get' | 'secret' | 'replace'>;
  deliveries: DeliveryTable;
  queue: DeliveryQueue;
  sender: WebhookSender;
  clock: Clock;
  log: Log;
  /** 0–1 */
  chance(): number;
}

/** Later tries than this rest in the table, where a sweep finds them: a queue delays at most a quarter of an hour. */
const MOST_DELAY_SECONDS = 900;
/** While an earlier event of the same subject waits, a later one looks again after so long. */
const ORDER_SECONDS = 5;

/** Makes one try of a delivery, and plans the next where it failed. A delivery that is over is left alone. */
export async function deliverEvent(id: string, ports: DeliverPorts): Promise<void> {
  const found = await ports.deliveries.get(id);
  if (found?.delivery.status !== 'waiting') return;
  const { delivery, event } = found;
  const now = ports.clock.now();
  const due = delivery.due_at === null ? now : Date.parse(delivery.due_at) / 1000;
  if (due > now + 1) return; // a repeated message: its own one comes when it is due
  const webhook = await ports.webhooks.get(delivery.webhook_id);
  if (!webhook?.enabled)
    return end(delivery, 'dead', webhook ? 'the webhook is disabled' : 'the webhook was removed', ports);
  if (await ports.deliveries.earlierWaiting(delivery)) return again(delivery, ORDER_SECONDS, ports);
  const answer = await attempt(webhook, event, ports);
  const tried: Delivery = { ...delivery, tries: [...delivery.tries, tryOf(answer, now)] };
  if (isDelivered(answer)) return end(tried, 'delivered', undefined, ports);
  if (answer.status === 410) await disable(webhook, ports);
  const retryAfter = retryAfterSeconds(answer.retryAfter, now);
  const age = now - Date.parse(delivery.created_at) / 1000;
  const delay = answer.status === 410 ? null : nextTry(tried.tries.length, { age, chance: ports.chance(), retryAfter });
  if (delay === null) return end(tried, 'dead', 'never accepted', ports);
  return again(tried, delay, ports);
}

/** Calls the receiver once, signed. */
export async function attempt(
  webhook: Webhook,
  event: NumberedEvent,
  { webhooks, sender, clock }: Pick<DeliverPorts, 'webhooks' | 'sender' | 'clock'>,
): Promise<Answer> {
  if (webhook.format === 'slack') {
    return sender.send(webhook.url, JSON.stringify(slackMessage(event)), { 'content-type': 'application/json' });
  }
  const secret = await webhooks.secret(webhook.id);
  if (secret === undefined)
    return { status: null, error: 'the webhook has no secret', retryAfter: undefined, body: '', duration_ms: 0 };
  const content = { event: event.event, timestamp: event.timestamp, data: subjectOf(event), id: event.id };
  const { body, headers } = sign(content, secret, new Date(clock.now() * 1000));
  return sender.send(webhook.url, body, headers);
}

export const isDelivered = ({ status }: Answer): boolean => status !== null && status >= 200 && status < 300;

const tryOf = ({ status, error, duration_ms }: Answer, now: number): DeliveryTry => ({
  at: toInstant(now),
  status,
  error,
  duration_ms,
});

async function again(delivery: Delivery, delay: number, { deliveries, queue, clock }: DeliverPorts): Promise<void> {
  const now = clock.now();
  await deliveries.update({ ...delivery, due_at: toInstant(now + delay), updated_at: toInstant(now) });
  if (delay <= MOST_DELAY_SECONDS) await queue.enqueue([{ id: delivery.id, delaySeconds: Math.ceil(delay) }]);
}

async function end(
  delivery: Delivery,
  status: 'delivered' | 'dead',
  why: string | undefined,
  { deliveries, clock, log }: DeliverPorts,
): Promise<void> {
  await deliveries.update({ ...delivery, status, due_at: null, updated_at: toInstant(clock.now()) });
  log.info('delivery ended', { id: delivery.id, status, why, tries: delivery.tries.length });
}

/** The receiver says that it is gone for good. */
async function disable(webhook: Webhook, { webhooks, clock }: DeliverPorts): Promise<void> {
  const at = toInstant(clock.now());
  await webhooks.replace({
    ...webhook,
    enabled: false,
    disabled_reason: 'the receiver answered 410 Gone',
    updated_at: at,
    version: webhook.version + 1,
  });
}

/** Hands over what is due and was not handed over: later tries, and those whose message was lost. */
export async function sweepDeliveries({
  deliveries,
  queue,
  clock,
}: Pick<DeliverPorts, 'deliveries' | 'queue' | 'clock'>): Promise<number> {
  const due = await deliveries.due(clock.now(), 200);
  await queue.enqueue(due.map(({ id }) => ({ id, delaySeconds: 0 })));
  return due.length;
}
