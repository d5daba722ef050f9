import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { marks } from '#adapters/dynamodb/marks.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { predictionObjects } from '#adapters/s3/predictionObjects.ts';
import type { PredictionStore } from '#ports';
import { dynamo, s3 } from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { forecastAll } from '#usecases/forecastAll.ts';
import { forecastPorts } from '../forecastPorts.ts';

// kept between invocations: a warm function asks only whether its forecasts are still the newest
let predictions: PredictionStore | undefined;

/** Wakes each minute: forecasts the series that are due, and tells the breaches that are foreseen. */
export const handler = onSchedule(async (context) => {
  const { configuration } = installation();
  const bucket = environment('STATE_BUCKET');
  predictions ??= predictionObjects(s3(), bucket, configuration.shards);
  await forecastAll({
    ...forecastPorts(context),
    services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
    policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
    latest: latestValues(s3(), bucket, configuration.shards),
    predictions,
    anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
    marks: marks(dynamo(), environment('PROGRESS_TABLE')),
    configuration,
    remaining: context.remaining,
    log: context.log,
  });
});
