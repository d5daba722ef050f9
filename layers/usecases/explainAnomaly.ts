import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { averaged, rounded } from '#domain/series/average.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { SeriesPorts } from './metricHistory.ts';
import { readSeries } from './readSeries.ts';

/** What was usual before, and whether it came back. */
const BEFORE_SECONDS = 900;
const AFTER_SECONDS = 300;
/** More of them is a chart's business: an episode of days is shown in averages. */
const MOST_SAMPLES = 500;

/** An episode with the samples around it and the band that they left. */
export async function explainAnomaly(anomaly: Anomaly, ports: SeriesPorts): Promise<Record<string, unknown>> {
  const { service, metric } = anomaly;
  const now = ports.clock.now();
  const from = toEpoch(anomaly.started_at) - BEFORE_SECONDS;
  const until = Math.min(now, anomaly.resolved_at === null ? now : toEpoch(anomaly.resolved_at) + AFTER_SECONDS);
  const points = await readSeries({ service, metric, from, until }, ports);
  const samples = points.length <= MOST_SAMPLES ? points : averaged(points, Math.ceil((until - from) / MOST_SAMPLES));
  return {
    ...anomaly,
    samples: samples.map(({ at, value }) => ({ at: toInstant(at), value: rounded(value) })),
    expected: { value: anomaly.predicted_value, lower: anomaly.expected_lower, upper: anomaly.expected_upper },
  };
}
