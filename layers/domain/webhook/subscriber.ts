import type { Webhook } from './webhook.ts';

/** Who is told of events: a webhook or an integration. Its id tells which: `webhook_…`, `integration_…`. */
export type Subscriber = Pick<Webhook, 'id' | 'events' | 'services' | 'severities' | 'enabled'> & {
  kind: 'webhook' | 'integration';
  /** how `forestall.yml` may call it: a webhook by its address; an integration by its name, its type or its id */
  names: readonly string[];
};

/** A webhook or an integration as one who is told of events. */
export const asSubscriber = (
  kind: Subscriber['kind'],
  {
    id,
    events,
    services,
    severities,
    enabled,
    url,
    name,
    type,
  }: Omit<Subscriber, 'kind' | 'names'> & { url?: string; name?: string; type?: string },
): Subscriber => ({
  id,
  kind,
  events,
  services,
  severities,
  enabled,
  names: [id, url, name, type].filter((one) => one !== undefined),
});
