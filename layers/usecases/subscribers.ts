import { asSubscriber } from '#domain/webhook/subscriber.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { Subscribers, WebhookTable } from '#ports';

/** Webhooks as subscribers, for who only asks whom to tell. */
export const webhooksListed = (webhooks: Pick<WebhookTable, 'all'>): Pick<Subscribers, 'all'> => ({
  all: async () => (await webhooks.all()).map((webhook) => asSubscriber('webhook', webhook)),
});

/** Webhooks as subscribers. */
export const webhookSubscribers = (webhooks: Pick<WebhookTable, 'all' | 'get' | 'replace'>): Subscribers => ({
  ...webhooksListed(webhooks),
  async get(id) {
    const webhook = await webhooks.get(id);
    return webhook && asSubscriber('webhook', webhook);
  },
  async disable(id, because, at) {
    const webhook = await webhooks.get(id);
    if (!webhook?.enabled) return undefined;
    const disabled: Webhook = {
      ...webhook,
      enabled: false,
      disabled_reason: because,
      updated_at: at,
      version: webhook.version + 1,
    };
    if (!(await webhooks.replace(disabled))) return undefined;
    // everyone is told, and an address may hold a secret in its path, as Slack's do
    return { ...disabled, url: new URL(disabled.url).origin };
  },
});

/** Several kinds of subscribers as one. Their ids differ, so who is asked for is found in one of them at most. */
export const together = (...kinds: readonly Subscribers[]): Subscribers => ({
  all: async () => (await Promise.all(kinds.map((kind) => kind.all()))).flat(),
  get: async (id) => firstOf(kinds, (kind) => kind.get(id)),
  disable: async (id, because, at) => firstOf(kinds, (kind) => kind.disable(id, because, at)),
});

/** The same for who only asks whom to tell. */
export const listedTogether = (...kinds: readonly Pick<Subscribers, 'all'>[]): Pick<Subscribers, 'all'> => ({
  all: async () => (await Promise.all(kinds.map((kind) => kind.all()))).flat(),
});

async function firstOf<Found>(
  kinds: readonly Subscribers[],
  ask: (kind: Subscribers) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  for (const kind of kinds) {
    const found = await ask(kind);
    if (found !== undefined) return found;
  }
  return undefined;
}
