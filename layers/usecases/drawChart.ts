import type { FeedEvent } from '#domain/event/event.ts';
import { chartOf } from '#domain/integration/sparkline.ts';
import type { Clock, Log, SeriesReader } from '#ports';

/** What people want to see is how it was before, and how it went. */
const SHOWN_SECONDS = 3_600;

/**
 * The last hour of the series that an event is about, as a line of bars. Null where it is about none, and where the series
 * cannot be read just now: a message without its chart is better than none.
 */
export async function drawChart(
  { anomaly }: FeedEvent,
  { series, clock, log }: { series: SeriesReader; clock: Clock; log: Log },
): Promise<string | null> {
  if (!anomaly || anomaly.kind === 'external') return null;
  const { service, metric, unit } = anomaly;
  const until = clock.now();
  const from = until - SHOWN_SECONDS;
  try {
    return chartOf(await series.read({ service, metric, from, until }), { from, until, unit });
  } catch (error) {
    log.warn('a message goes without its chart', { service, metric, error });
    return null;
  }
}
