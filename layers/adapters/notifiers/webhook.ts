import type { Clock, Notifier, WebhookSender, WebhookTable } from '#ports';
import { callReceiver, unanswered } from '#usecases/callReceiver.ts';

export interface WebhookNotifierPorts {
  webhooks: Pick<WebhookTable, 'get' | 'secrets'>;
  sender: WebhookSender;
  clock: Clock;
}

/** A plain webhook: signed as Standard Webhooks says. */
export const webhookNotifier = (id: string, ports: WebhookNotifierPorts): Notifier => ({
  async notify(event) {
    const webhook = await ports.webhooks.get(id);
    return webhook ? callReceiver(webhook, event, ports) : unanswered('the webhook was removed');
  },
});
