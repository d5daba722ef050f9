import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { backtestTable } from '#adapters/dynamodb/backtestTable.ts';
import { feedbackTable } from '#adapters/dynamodb/feedbackTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { ecsOf } from '#adapters/ecs/ecs.ts';
import type { Backtests } from '#ports';
import { dynamo, ecs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { PastPorts } from '#usecases/backtest/loadPast.ts';
import { typesAlone } from './noClients.ts';
import { seriesReader } from './seriesPorts.ts';

/** What a backtest reads the past through, as deployed. */
export const backtestPorts = ({
  clock,
  log,
}: Pick<Context, 'clock' | 'log'>): PastPorts & { backtests: Pick<Backtests, 'put'> } => ({
  services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
  series: seriesReader(),
  anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
  actions: actionTable(dynamo(), environment('ACTIONS_TABLE')),
  feedback: feedbackTable(dynamo(), environment('FEEDBACK_TABLE')),
  backtests: backtestTable(dynamo(), environment('CONTROL_TABLE')),
  ecs: ecsOf(ecs()),
  types: typesAlone(),
  configuration: installation().configuration,
  clock,
  log,
});
