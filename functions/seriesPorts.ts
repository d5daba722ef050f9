import { historyTable } from '#adapters/dynamodb/historyTable.ts';
import { seriesTail } from '#adapters/s3/seriesTail.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { SeriesPorts } from '#usecases/metricHistory.ts';

// kept between invocations: a warm function asks only whether its shards are still the newest
let tail: SeriesPorts['tail'] | undefined;

/** What the history of a series is read through, as deployed. */
export function seriesPorts({ clock }: Pick<Context, 'clock'>): SeriesPorts {
  const { configuration } = installation();
  tail ??= seriesTail(s3(), environment('STATE_BUCKET'), configuration.shards);
  return {
    history: historyTable(dynamo(), environment('HISTORY_TABLE'), seconds(configuration.retention.history)),
    tail,
    clock,
  };
}
