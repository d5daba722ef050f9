import type { Subscriber } from '#domain/webhook/subscriber.ts';
import type { Notifier } from '#ports';
import { type IntegrationNotifierPorts, integrationNotifier } from './integration.ts';
import { type WebhookNotifierPorts, webhookNotifier } from './webhook.ts';

export type NotifierPorts = WebhookNotifierPorts & IntegrationNotifierPorts;

/** Who tells a subscriber, by its kind. */
export const notifierOf = ({ id, kind }: Pick<Subscriber, 'id' | 'kind'>, ports: NotifierPorts): Notifier =>
  kind === 'webhook' ? webhookNotifier(id, ports) : integrationNotifier(id, ports);
