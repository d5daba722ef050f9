import { forestSwitch } from '#adapters/dynamodb/forestSwitch.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { forestModels } from '#adapters/s3/forestModels.ts';
import { getMlStatus, toggleMl } from '#contract/ml.ts';
import { READY_SAMPLES } from '#domain/forest/model.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, onHttp } from '#runtime/http/http.ts';
import { forestStatus } from '#usecases/forestStatus.ts';
import { toggleForest } from '#usecases/toggleForest.ts';

const forest = () => forestSwitch(dynamo(), environment('SETTINGS_TABLE'), environment('USE_ML_DETECTION') === 'true');

/** The isolation forest's switch, and how far the services' forests are. */
export const handler = onHttp([
  answers(toggleMl, async ({ body }, { caller, clock, log }) => {
    const { enabled, by, at } = await toggleForest(
      { enabled: body.enabled, by: caller.actor },
      { forest: forest(), clock },
    );
    log.warn('the isolation forest was switched', { enabled, by });
    return { status: 200, body: { enabled, by, at } };
  }),
  answers(getMlStatus, async () => {
    const { version: _own, ...status } = await forestStatus({
      forest: forest(),
      models: forestModels(s3(), environment('STATE_BUCKET')),
      services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
    });
    return { status: 200, body: { ...status, samples_needed: READY_SAMPLES } };
  }),
]);
