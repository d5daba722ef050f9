import { actionTypes } from '#adapters/actions/registry.ts';
import { stageThrottling } from '#adapters/apigateway/throttling.ts';
import { appConfigFlags } from '#adapters/appconfig/flags.ts';
import { autoScalingOf } from '#adapters/autoscaling/autoScaling.ts';
import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { approvalTokens } from '#adapters/dynamodb/approvalTokens.ts';
import { autonomyRecords } from '#adapters/dynamodb/autonomyRecords.ts';
import { backtestTable } from '#adapters/dynamodb/backtestTable.ts';
import { callRecords } from '#adapters/dynamodb/callRecords.ts';
import { conditionEpisodes } from '#adapters/dynamodb/conditionEpisodes.ts';
import { killSwitch } from '#adapters/dynamodb/killSwitch.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { reservations } from '#adapters/dynamodb/reservations.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { silenceTable } from '#adapters/dynamodb/silenceTable.ts';
import { webhookTable } from '#adapters/dynamodb/webhookTable.ts';
import { ecsOf } from '#adapters/ecs/ecs.ts';
import { eksConnect } from '#adapters/kubernetes/eks.ts';
import { type Connect, kubernetesOf } from '#adapters/kubernetes/kubernetes.ts';
import { functionsOf } from '#adapters/lambda/functions.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { predictionObjects } from '#adapters/s3/predictionObjects.ts';
import { automationOf } from '#adapters/ssm/automation.ts';
import { workflow } from '#adapters/stepfunctions/workflow.ts';
import { webhookSender } from '#adapters/webhook/sender.ts';
import { gatewaysOf } from '#domain/configuration/gateways.ts';
import type { EpochSeconds } from '#domain/time.ts';
import type { PredictionStore } from '#ports';
import {
  appConfig,
  appConfigData,
  applicationAutoScaling,
  dynamo,
  dynamoNow,
  ecs,
  eks,
  httpApis,
  kms,
  lambda,
  lambdaOnce,
  restApis,
  s3,
  ssm,
  stepFunctions,
  sts,
} from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { RemediationPorts } from '#usecases/remediationPorts.ts';
import { seriesReader } from './seriesPorts.ts';

// kept between invocations: a warm function asks only whether its forecasts are still the newest
let predictions: PredictionStore | undefined;
// and has its clusters' tokens, which hold for a quarter of an hour
let clusters: Connect | undefined;

const signer = async () => {
  const { region, credentials, sha256 } = sts().config;
  return { region: await region(), credentials, sha256 };
};

// read when it is needed: only the workflow's tasks are told where flags are
const flagsPlace = () => ({
  application: environment('FLAGS_APPLICATION'),
  strategy: environment('FLAGS_STRATEGY'),
});

const webhooks = () => webhookTable(dynamo(), environment('WEBHOOKS_TABLE'), kms(), environment('WEBHOOK_KEY_ID'));
/** Of three tries within a task's twenty seconds. */
const CALL_MS = 4_000;

/** Who is called, likewise known to the tasks alone. */
const receiversOf = (allowHosts: readonly string[]) => ({
  webhooks: {
    get: (id: string) => webhooks().get(id),
    secrets: (id: string, at: EpochSeconds) => webhooks().secrets(id, at),
    all: () => webhooks().all(),
  },
  sender: webhookSender({ allowHosts, timeoutMs: CALL_MS }),
});

/** What policies and remediation reach outside through, as deployed. */
export function remediationPorts({ clock, log }: Pick<Context, 'clock' | 'log'>): RemediationPorts {
  const { configuration } = installation();
  const control = environment('CONTROL_TABLE');
  const services = serviceTable(dynamo(), environment('SERVICES_TABLE'));
  const latest = latestValues(s3(), environment('STATE_BUCKET'), configuration.shards);
  clusters ??= eksConnect({ eks, signer, now: () => clock.now() });
  const clients = {
    ecs: ecsOf(ecs()),
    kubernetes: kubernetesOf(clusters),
    autoScaling: autoScalingOf(applicationAutoScaling()),
    flags: appConfigFlags(appConfig, appConfigData, flagsPlace),
    throttling: stageThrottling(httpApis, restApis),
    gateways: () => gatewaysOf(configuration),
    services,
    latest,
    functions: functionsOf(lambda(), lambdaOnce()),
    automation: automationOf(ssm()),
    receivers: receiversOf(configuration.webhooks.allow_hosts),
    calls: callRecords(dynamo(), environment('PROGRESS_TABLE')),
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
    silences: silenceTable(dynamo(), environment('SILENCES_TABLE')),
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
