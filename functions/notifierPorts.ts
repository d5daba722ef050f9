import { setTimeout } from 'node:timers/promises';
import { integrationTable } from '#adapters/dynamodb/integrationTable.ts';
import type { IntegrationNotifierPorts } from '#adapters/notifiers/integration.ts';
import { mailSender } from '#adapters/ses/mailSender.ts';
import { topicPublisher } from '#adapters/sns/topicPublisher.ts';
import { webhookSender } from '#adapters/webhook/sender.ts';
import type { IntegrationTable } from '#ports';
import { dynamo, kms, ses, sns } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { drawChart } from '#usecases/drawChart.ts';
import { seriesReader } from './seriesPorts.ts';

/** Two calls of one notifier end before the lease of its delivery does. */
const CALL_MS = 8_000;
/** A chart is not worth more of the time in which somebody could have been told. */
const CHART_MS = 2_000;

export const integrations = (): IntegrationTable =>
  integrationTable(dynamo(), environment('INTEGRATIONS_TABLE'), kms(), environment('WEBHOOK_KEY_ID'));

export const allowedHosts = (): readonly string[] => installation().configuration.webhooks.allow_hosts;

export const systems = () => webhookSender({ allowHosts: allowedHosts(), timeoutMs: CALL_MS });

/** What integrations are told through, as deployed. */
export function integrationPorts({ clock, log }: Pick<Context, 'clock' | 'log'>): IntegrationNotifierPorts {
  const series = seriesReader();
  return {
    integrations: integrations(),
    sender: systems(),
    mail: mailSender(ses()),
    topics: topicPublisher(sns()),
    chart: (event) =>
      Promise.race([drawChart(event, { series, clock, log }), setTimeout(CHART_MS, null, { ref: false })]),
  };
}
