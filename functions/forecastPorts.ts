import { augursModels } from '#adapters/augurs/models.ts';
import { seriesTail } from '#adapters/s3/seriesTail.ts';
import { s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { ForecastPorts } from '#usecases/forecastSeries.ts';
import { rememberedWeeks } from '#usecases/weeksOf.ts';
import { seriesPorts } from './seriesPorts.ts';

// kept between invocations: weeks of history that a warm function has read, its shards, and the worker of the models
const weeks = rememberedWeeks();
const models = augursModels();
let tail: ReturnType<typeof seriesTail> | undefined;

/** What forecasts are made through, as deployed. Within one invocation a shard's newest points are read once. */
export function forecastPorts(context: Pick<Context, 'clock'>): ForecastPorts {
  tail ??= seriesTail(s3(), environment('STATE_BUCKET'), installation().configuration.shards);
  return { ...seriesPorts(context), tail: tail.snapshot(), models, weeks };
}
