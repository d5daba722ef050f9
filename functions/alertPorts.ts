import { alertStandings } from '#adapters/dynamodb/alertStandings.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { dynamo } from '#runtime/clients.ts';
import type { Context } from '#runtime/context.ts';
import { environment } from '#runtime/environment.ts';
import { installation } from '#runtime/installation.ts';
import type { AlertPorts } from '#usecases/takeAlerts.ts';

/** What taking other systems' alerts reaches outside through. */
export const alertPorts = ({ clock, log }: Pick<Context, 'clock' | 'log'>): AlertPorts => ({
  standings: alertStandings(dynamo(), environment('ALERTS_TABLE'), clock),
  anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
  services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
  configuration: installation().configuration,
  clock,
  log,
});
