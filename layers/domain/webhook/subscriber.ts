import type { Webhook } from './webhook.ts';

/** Who is told of events: a webhook or an integration. Its id tells which: `webhook_…`, `integration_…`. */
export type Subscriber = Pick<Webhook, 'id' | 'events' | 'services' | 'severities' | 'enabled'> & {
  kind: 'webhook' | 'integration';
};

/** A webhook or an integration as one who is told of events. */
export const asSubscriber = (
  kind: Subscriber['kind'],
  { id, events, services, severities, enabled }: Omit<Subscriber, 'kind'>,
): Subscriber => ({ id, kind, events, services, severities, enabled });
