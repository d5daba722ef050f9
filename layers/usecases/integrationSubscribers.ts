import type { Integration } from '#domain/integration/integration.ts';
import { asSubscriber } from '#domain/webhook/subscriber.ts';
import type { IntegrationTable, Subscribers } from '#ports';

/** Integrations as subscribers, for who only asks whom to tell. */
export const integrationsListed = (integrations: Pick<IntegrationTable, 'all'>): Pick<Subscribers, 'all'> => ({
  all: async () => (await integrations.all()).map((one) => asSubscriber('integration', one)),
});

/** Integrations as subscribers. */
export const integrationSubscribers = (
  integrations: Pick<IntegrationTable, 'all' | 'get' | 'replace'>,
): Subscribers => ({
  ...integrationsListed(integrations),
  async get(id) {
    const integration = await integrations.get(id);
    return integration && asSubscriber('integration', integration);
  },
  async disable(id, because, at) {
    const integration = await integrations.get(id);
    if (!integration?.enabled) return undefined;
    const disabled: Integration = {
      ...integration,
      enabled: false,
      disabled_reason: because,
      updated_at: at,
      version: integration.version + 1,
    };
    return (await integrations.replace(disabled)) ? disabled : undefined;
  },
});
