import { type Anomaly, type Level, levelRank, type Severity } from '../anomaly/anomaly.ts';
import { derivedId } from '../id.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { toInstant } from '../time.ts';
import { type Reason, reasonsAt } from './judge.ts';
import type { ForestModel } from './model.ts';
import type { Residual } from './residuals.ts';
import type { Around } from './watch.ts';

// What an episode of a service's metrics together says of itself. Its `metric` is the one that has the most to do with
// it, and value and band are that metric's; the detectors' list names the forest, and the metrics with their shares.

/** An open episode is written again with its newest moment, at most as often as those of single series are. */
const UPDATE_SECONDS = 8;
/** So many metrics are named as reasons. */
const REASONS = 3;

const severities: Readonly<Record<Level, Severity>> = { sensitive: 'low', warn: 'medium', page: 'high' };

export function openedBy(
  model: ForestModel,
  around: Around,
  { at, level, startedAt, rarity }: { at: number; level: Level; startedAt: number; rarity: number },
): Anomaly {
  const { service, source, now } = around;
  const heard = around.heardAt(at);
  const reasons = reasonsAt(model, heard);
  const metric = reasons[0]?.metric ?? '';
  const values = valuesOf(heard, metric);
  if (values === undefined) throw new RangeError('an episode needs a moment at which something was heard');
  const detected_at = toInstant(now);
  return {
    // by the first odd moment, and not by a count: after a lost write it is found again under the same id
    id: derivedId('anomaly', service, 'multivariate', startedAt),
    service,
    metric,
    kind: 'multivariate',
    source,
    status: 'open',
    level,
    severity: severities[level],
    shape: null,
    started_at: toInstant(startedAt),
    detected_at,
    timestamp: detected_at,
    updated_at: detected_at,
    resolved_at: null,
    resolution: null,
    ...values,
    unit: metricDefinition(metric).unit,
    ...votesOf(rarity, reasons),
    trend: 'stable',
    forecast_exhaustion: null,
    breach_probability: null,
    recommendation: `Compare ${metric} with the other metrics of ${service}: they are not together as they usually are`,
    incident_id: null,
    samples_seen: model.summary.samples,
    version: 1,
  };
}

/** The episode with its newest moment, its level and severity only ever raised; nothing when it was just written. */
export function updatedBy(
  model: ForestModel,
  around: Around,
  { before, at, level, rarity }: { before: Anomaly; at: number; level: Level | undefined; rarity: number },
): Anomaly | undefined {
  const raised = level !== undefined && levelRank[level] > levelRank[before.level] ? level : before.level;
  const due = around.now - Date.parse(before.updated_at) / 1000 >= UPDATE_SECONDS;
  if (!due && raised === before.level) return undefined;
  const heard = around.heardAt(at);
  const values = valuesOf(heard, before.metric) ?? before;
  return {
    ...before,
    current_value: values.current_value,
    predicted_value: values.predicted_value,
    expected_lower: values.expected_lower,
    expected_upper: values.expected_upper,
    ...votesOf(rarity, reasonsAt(model, heard)),
    level: raised,
    severity: severities[raised],
    updated_at: toInstant(around.now),
    version: before.version + 1,
  };
}

function valuesOf(heard: ReadonlyMap<string, Residual>, metric: string) {
  const of = heard.get(metric);
  if (of === undefined) return undefined;
  const direction: Anomaly['direction'] = of.residual < 0 ? 'down' : 'up';
  return {
    direction,
    current_value: of.value,
    predicted_value: of.expected,
    expected_lower: of.lower,
    expected_upper: of.upper,
  };
}

const votesOf = (rarity: number, reasons: readonly Reason[]) => ({
  anomaly_score: 1 - rarity,
  detectors: [
    { name: 'isolation_forest', score: 1 - rarity },
    ...reasons.slice(0, REASONS).map(({ metric, share }) => ({ name: `isolation_forest:${metric}`, score: share })),
  ],
});
