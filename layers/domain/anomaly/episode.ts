import type { Baseline } from '../detection/baseline.ts';
import type { Judged } from '../detection/ensemble.ts';
import { type Weighed, weight } from '../detection/evidence.ts';
import type { OpenEpisode, SeriesState } from '../detection/seriesState.ts';
import type { Point } from '../detection/voice.ts';
import { derivedId } from '../id.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import { parseSeriesId } from '../series/series.ts';
import { toInstant } from '../time.ts';
import { type Anomaly, levelRank, severityRank } from './anomaly.ts';
import { exhaustionOf, severityOf, trendOf } from './describe.ts';

/** Closing needs calm, not one good point. */
export const CLOSE_AFTER = 3;
/** Below this excess a point is calm: lower than what opens, so that an episode does not flutter. */
const CALM = 0.6;
/** An open episode is written again at most this often, unless it got worse. */
const UPDATE_SECONDS = 30;

/** What the folding of one point looks at. */
export interface Look {
  state: SeriesState;
  recent: readonly Point[];
  judged: readonly Judged[];
  baseline: Baseline;
  definition: MetricDefinition;
  weighed: Weighed;
  /** epoch seconds at which the point arrived */
  now: number;
}

/** An episode after a point, and the anomaly to write when it changed. */
export interface Advance {
  episode: OpenEpisode | null;
  changed?: Anomaly;
}

/** Opens an episode. Its id derives from the series and its first odd point, so that a repeat finds the same. */
export function open(look: Look): Advance {
  const { state, judged, definition } = look;
  const newest = last(judged);
  const first = judged.find((point) => weight(point, definition) > 0) ?? newest;
  const started_at = toInstant(first.at);
  const detected_at = toInstant(look.now);
  const { service, metric } = parseSeriesId(state.id);
  const anomaly: Anomaly = {
    id: derivedId('anomaly', state.id, started_at),
    service,
    metric,
    kind: 'deviation',
    source: state.source,
    status: 'open',
    level: look.weighed.pages ? 'page' : 'warn',
    started_at,
    detected_at,
    timestamp: detected_at,
    resolved_at: null,
    resolution: null,
    unit: definition.unit,
    recommendation: definition.recommendation,
    breach_probability: null,
    incident_id: null,
    version: 1,
    ...described(look, newest),
    direction: newest.direction,
  };
  return { episode: { anomaly, quiet: 0 }, changed: anomaly };
}

/** Folds the newest point into an open episode: resolved after calm, raised at once, otherwise updated now and then. */
export function follow(episode: OpenEpisode, look: Look): Advance {
  const newest = last(look.judged);
  const quiet = newest.excess < CALM ? episode.quiet + 1 : 0;
  if (quiet >= CLOSE_AFTER)
    return { episode: null, changed: resolve(episode.anomaly, 'recovered', look.now, newest.value) };
  const fresh = described(look, newest);
  const before = episode.anomaly;
  const level = look.weighed.pages && before.level !== 'page' ? 'page' : before.level;
  const severity = severityRank[fresh.severity] > severityRank[before.severity] ? fresh.severity : before.severity;
  const worse = levelRank[level] > levelRank[before.level] || severityRank[severity] > severityRank[before.severity];
  const due = look.now - Date.parse(before.updated_at) / 1000 >= UPDATE_SECONDS;
  if (!worse && !due) return { episode: { anomaly: before, quiet } };
  const anomaly: Anomaly = { ...before, ...fresh, level, severity, version: before.version + 1 };
  return { episode: { anomaly, quiet }, changed: anomaly };
}

/** Ends an episode and says why. */
export function resolve(
  anomaly: Anomaly,
  resolution: 'recovered' | 'revised' | 'silent',
  now: number,
  value: number,
): Anomaly {
  const at = toInstant(now);
  return {
    ...anomaly,
    status: 'resolved',
    resolution,
    resolved_at: at,
    updated_at: at,
    current_value: value,
    version: anomaly.version + 1,
  };
}

function described(look: Look, newest: Judged) {
  const { baseline, definition, recent, state } = look;
  return {
    updated_at: toInstant(look.now),
    severity: severityOf(newest, definition),
    current_value: newest.value,
    predicted_value: baseline.expected,
    expected_lower: baseline.lower,
    expected_upper: baseline.upper,
    anomaly_score: newest.score,
    trend: trendOf(recent, baseline),
    forecast_exhaustion: exhaustionOf(recent, definition),
    detectors: newest.opinions.map(({ name, score }) => ({ name, score })),
    samples_seen: state.samplesSeen,
  };
}

function last(judged: readonly Judged[]): Judged {
  const newest = judged[judged.length - 1];
  if (newest === undefined) throw new RangeError('an episode needs a point');
  return newest;
}
