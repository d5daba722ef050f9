import { actionTypes } from '#adapters/actions/registry.ts';
import { stageThrottling } from '#adapters/apigateway/throttling.ts';
import { appConfigFlags } from '#adapters/appconfig/flags.ts';
import { autoScalingOf } from '#adapters/autoscaling/autoScaling.ts';
import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { approvalTokens } from '#adapters/dynamodb/approvalTokens.ts';
import { autonomyRecords } from '#adapters/dynamodb/autonomyRecords.ts';
import { backtestTable } from '#adapters/dynamodb/backtestTable.ts';
import { conditionEpisodes } from '#adapters/dynamodb/conditionEpisodes.ts';
import { killSwitch } from '#adapters/dynamodb/killSwitch.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { reservations } from '#adapters/dynamodb/reservations.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { ecsOf } from '#adapters/ecs/ecs.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { predictionObjects } from '#adapters/s3/predictionObjects.ts';
import { workflow } from '#adapters/stepfunctions/workflow.ts';
import { gatewaysOf } from '#domain/configuration/gateways.ts';
import type { PredictionStore } from '#ports';
import {
  appConfig,
  appConfigData,
  applicationAutoScaling,
  dynamo,
  dynamoNow,
  ecs,
  httpApis,
  restApis,
  s3,
  stepFunctions,
} from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { RemediationPorts } from '#usecases/remediationPorts.ts';
import { seriesReader } from './seriesPorts.ts';

// kept between invocations: a warm function asks only whether its forecasts are still the newest
let predictions: PredictionStore | undefined;

// read when it is needed: only the workflow's tasks are told where flags are
const flagsPlace = () => ({
  application: environment('FLAGS_APPLICATION'),
  strategy: environment('FLAGS_STRATEGY'),
});

/** What policies and remediation reach outside through, as deployed. */
export function remediationPorts({ clock, log }: Pick<Context, 'clock' | 'log'>): RemediationPorts {
  const { configuration } = installation();
  const control = environment('CONTROL_TABLE');
  const services = serviceTable(dynamo(), environment('SERVICES_TABLE'));
  const latest = latestValues(s3(), environment('STATE_BUCKET'), configuration.shards);
  const clients = {
    ecs: ecsOf(ecs()),
    autoScaling: autoScalingOf(applicationAutoScaling()),
    flags: appConfigFlags(appConfig, appConfigData, flagsPlace),
    throttling: stageThrottling(httpApis, restApis),
    gateways: () => gatewaysOf(configuration),
    services,
    latest,
  };
  predictions ??= predictionObjects(s3(), environment('STATE_BUCKET'), configuration.shards);
  return {
    policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
    services,
    anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
    latest,
    series: seriesReader(),
    predictions,
    actions: actionTable(dynamo(), environment('ACTIONS_TABLE')),
    episodes: conditionEpisodes(dynamo(), environment('PROGRESS_TABLE')),
    kill: killSwitch(dynamoNow(), control, clock),
    reservations: reservations(dynamo(), control, clock),
    autonomy: autonomyRecords(dynamo(), control),
    backtests: backtestTable(dynamo(), control),
    approvals: approvalTokens(dynamo(), control),
    workflow: workflow(stepFunctions(), environment('REMEDIATION_ARN')),
    ecs: clients.ecs,
    types: actionTypes(clients),
    configuration,
    clock,
    log,
  };
}
