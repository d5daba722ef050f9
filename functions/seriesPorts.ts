import { historyTable } from '#adapters/dynamodb/historyTable.ts';
import { seriesTail } from '#adapters/s3/seriesTail.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import type { SeriesReader } from '#ports';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import type { SeriesPorts } from '#usecases/metricHistory.ts';
import { readSeries } from '#usecases/readSeries.ts';

// kept between invocations: a warm function asks only whether its shards are still the newest
let tail: ReturnType<typeof seriesTail> | undefined;

const kept = () => {
  const { configuration } = installation();
  tail ??= seriesTail(s3(), environment('STATE_BUCKET'), configuration.shards);
  return {
    history: historyTable(dynamo(), environment('HISTORY_TABLE'), seconds(configuration.retention.history)),
    tail,
  };
};

/** What the history of a series is read through, as deployed. */
export const seriesPorts = ({ clock }: Pick<Context, 'clock'>): SeriesPorts => ({ ...kept(), clock });

/** The points of series, each shard's newest read once, and only when they are asked for. */
export function seriesReader(): SeriesReader {
  let ports: Pick<SeriesPorts, 'history' | 'tail'> | undefined;
  return {
    async read(asked) {
      if (ports === undefined) {
        const { history, tail: states } = kept();
        ports = { history, tail: states.snapshot() };
      }
      return readSeries(asked, ports);
    },
  };
}
