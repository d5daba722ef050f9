import type { Subscriber } from '#domain/webhook/subscriber.ts';
import type { Notifier } from '#ports';
import { type WebhookNotifierPorts, webhookNotifier } from './webhook.ts';

export type NotifierPorts = WebhookNotifierPorts;

/** Who tells a subscriber, by its kind. */
export const notifierOf = ({ id }: Subscriber, ports: NotifierPorts): Notifier => webhookNotifier(id, ports);
