import type { FeedEvent } from '#domain/event/event.ts';
import { subjectOf } from '#domain/event/message.ts';
import { slackMessage } from '#domain/integration/slack.ts';
import { sign } from '#domain/webhook/signature.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { Answer, Clock, Told, WebhookSender, WebhookTable } from '#ports';

/** Calls a webhook's receiver once, signed, or in Slack's own format. */
export async function callReceiver(
  webhook: Webhook,
  event: FeedEvent,
  { webhooks, sender, clock }: { webhooks: Pick<WebhookTable, 'secrets'>; sender: WebhookSender; clock: Clock },
): Promise<Answer> {
  if (webhook.format === 'slack') {
    return sender.send(webhook.url, JSON.stringify(slackMessage(event)), { 'content-type': 'application/json' });
  }
  const [newest, ...older] = await webhooks.secrets(webhook.id, clock.now());
  if (newest === undefined) return unanswered('the webhook has no secret');
  const content = { event: event.event, timestamp: event.timestamp, data: subjectOf(event), id: event.id };
  const { body, headers } = sign(content, [newest, ...older], new Date(clock.now() * 1000));
  return sender.send(webhook.url, body, headers);
}

/** No call was made, and why. */
export const unanswered = (error: string): Answer => ({
  status: null,
  error,
  retryAfter: undefined,
  body: '',
  duration_ms: 0,
});

/** Told, or nothing was to tell. Who answers 200 and says that it failed (as Slack does) has an error beside it. */
export const isDelivered = ({ status, error, skipped }: Pick<Told, 'status' | 'error' | 'skipped'>): boolean =>
  skipped !== undefined || (status !== null && status >= 200 && status < 300 && error === null);
