import type { FeedEvent } from '#domain/event/event.ts';
import type { Integration, IntegrationOf, IntegrationType, Secrets } from '#domain/integration/integration.ts';
import type { IntegrationTable, Notifier, Threads, Told } from '#ports';
import { unanswered } from '#usecases/callReceiver.ts';
import { email } from './email.ts';
import type { NotifierModule, NotifierTools } from './module.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { sns } from './sns.ts';
import { teams } from './teams.ts';

/** Every system that can be told of events. A new one is a module, and a line here. */
const modules: { [T in IntegrationType]: NotifierModule<T> } = { slack, pagerduty, teams, opsgenie, email, sns };

/** Whose messages people look at, rather than are woken by. */
const charted: ReadonlySet<IntegrationType> = new Set(['slack', 'teams', 'email']);

export interface IntegrationNotifierPorts extends NotifierTools {
  integrations: Pick<IntegrationTable, 'get' | 'secrets'>;
  /** the last hour of the series that an event is about, drawn; null where there is none */
  chart(event: FeedEvent): Promise<string | null>;
}

/** An integration: told in the way of its own kind. */
export const integrationNotifier = (id: string, ports: IntegrationNotifierPorts): Notifier => ({
  async notify(event, threads) {
    const [integration, secrets] = await Promise.all([ports.integrations.get(id), ports.integrations.secrets(id)]);
    if (!integration || !secrets) return unanswered('the integration was removed');
    return tell(integration.type, { integration, secrets }, { event, threads }, ports);
  },
});

async function tell<T extends IntegrationType>(
  type: T,
  to: { integration: IntegrationOf<T> & Pick<Integration, 'links_to'>; secrets: Secrets },
  { event, threads }: { event: FeedEvent; threads: Threads },
  ports: IntegrationNotifierPorts,
): Promise<Told> {
  const notify: NotifierModule<T> = modules[type];
  const chart = charted.has(type) ? await ports.chart(event) : null;
  const extras = { chart, linksTo: to.integration.links_to };
  return notify(to, { event, extras, threads }, ports);
}
