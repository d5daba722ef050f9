import { forestSwitch } from '#adapters/dynamodb/forestSwitch.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { forestModels } from '#adapters/s3/forestModels.ts';
import { latestValues } from '#adapters/s3/latestValues.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { trainForests } from '#usecases/trainForests.ts';
import { seriesPorts } from '../seriesPorts.ts';

/** One service's training takes seconds; with less than this left none is begun. */
const LEAST_MS = 60_000;

/** Wakes every five minutes: trains the isolation forests that are due, while they are switched on. */
export const handler = onSchedule(async (context) => {
  const { log, remaining } = context;
  const trained = await trainForests({
    ...seriesPorts(context),
    forest: forestSwitch(dynamo(), environment('SETTINGS_TABLE'), environment('USE_ML_DETECTION') === 'true'),
    models: forestModels(s3(), environment('STATE_BUCKET')),
    services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
    latest: latestValues(s3(), environment('STATE_BUCKET'), installation().configuration.shards),
    log,
    timeLeft: () => remaining() > LEAST_MS,
  });
  if (trained.length > 0) log.info('forests trained', { services: trained });
});
