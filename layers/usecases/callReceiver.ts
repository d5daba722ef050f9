import type { FeedEvent } from '#domain/event/event.ts';
import { subjectOf } from '#domain/event/message.ts';
import { sign } from '#domain/webhook/signature.ts';
import { slackMessage } from '#domain/webhook/slack.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { Clock, WebhookTable } from '#ports';

/** What came of one call of a receiver: an answer, or why there was none. */
export interface Answer {
  status: number | null;
  error: string | null;
  retryAfter: string | undefined;
  /** the answer's beginning */
  body: string;
  duration_ms: number;
}
export interface WebhookSender {
  /** Never throws: what went wrong is the answer. */
  send(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Calls a webhook's receiver once, signed, or in Slack's own format. */
export async function callReceiver(
  webhook: Webhook,
  event: FeedEvent,
  { webhooks, sender, clock }: { webhooks: Pick<WebhookTable, 'secret'>; sender: WebhookSender; clock: Clock },
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

export const isDelivered = ({ status }: Pick<Answer, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300;
