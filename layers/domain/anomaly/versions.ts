import { weigh } from '../detection/evidence.ts';
import type { Look } from '../detection/look.ts';
import type { OpenEpisode } from '../detection/seriesState.ts';
import { sizeShape, usualOf } from '../detection/usual.ts';
import { parseSeriesId } from '../series/series.ts';
import { toInstant } from '../time.ts';
import { type Anomaly, type Level, levelRank, severityRank } from './anomaly.ts';
import { exhaustionOf, severityOf, trendOf } from './describe.ts';

/** An open episode is written again with each point, so that what waits for it is judged again; points that come more
 *  often than every ten seconds (with some slack for their way) are not all written. */
const UPDATE_SECONDS = 8;

/** A new episode. */
export function opened(
  look: Look,
  { openedAt, startedAt, rare }: Pick<OpenEpisode, 'openedAt' | 'startedAt' | 'rare'>,
  id: string,
): Anomaly {
  const { state, seen, definition } = look;
  const opening = seen.find(({ at }) => at === openedAt);
  const detected_at = toInstant(look.now);
  const level = levelOf(look, startedAt);
  return {
    id,
    ...parseSeriesId(state.id),
    kind: 'deviation',
    source: state.source,
    status: 'open',
    level,
    started_at: toInstant(startedAt),
    detected_at,
    ...(level === 'page' ? { paged_at: detected_at } : {}),
    timestamp: detected_at,
    resolved_at: null,
    resolution: null,
    unit: definition.unit,
    recommendation: definition.recommendation,
    breach_probability: null,
    incident_id: null,
    version: 1,
    ...described(look),
    direction: (rare ? opening?.rare?.direction : opening?.direction) ?? 'up',
  };
}

/** The highest level for which any point since the episode began carries enough evidence. */
function levelOf({ state, seen, from, definition }: Look, startedAt: number): Level {
  let highest: Level = 'sensitive';
  for (const [index, { at }] of seen.entries()) {
    if (index < from || at < startedAt) continue;
    const { level } = weigh(seen, index, state, definition);
    if (level && levelRank[level] > levelRank[highest]) highest = level;
  }
  return highest;
}

/** With the newest point an episode is written again, its level and severity only ever raised. */
export function updated(look: Look, { anomaly: before, startedAt }: OpenEpisode): Anomaly | undefined {
  const fresh = described(look);
  const level = levelOf(look, startedAt);
  const raises = {
    level: levelRank[level] > levelRank[before.level] ? level : before.level,
    severity: severityRank[fresh.severity] > severityRank[before.severity] ? fresh.severity : before.severity,
  };
  // the jump of a level is seen only while it is among the last points: what it was found to be stays
  const shape = before.shape === null || before.shape === 'spike' ? fresh.shape : before.shape;
  // as the severity: what it was at its oddest is what people look back at, and a policy may have asked for
  const odd =
    fresh.anomaly_score < before.anomaly_score
      ? { anomaly_score: before.anomaly_score, detectors: before.detectors }
      : {};
  const worse = raises.level !== before.level || raises.severity !== before.severity;
  const due = look.now - Date.parse(before.updated_at) / 1000 >= UPDATE_SECONDS;
  if (!worse && !due) return undefined;
  return {
    ...before,
    ...fresh,
    ...odd,
    ...raises,
    ...pagedAt(before, raises.level, look),
    shape,
    version: before.version + 1,
  };
}

/** A late point is no news of how the series is now, but it may be the evidence that was missing for `page`. */
export function raised(look: Look, { anomaly, startedAt }: OpenEpisode): Anomaly | undefined {
  const level = levelOf(look, startedAt);
  if (levelRank[level] <= levelRank[anomaly.level]) return undefined;
  const paged = pagedAt(anomaly, level, look);
  return { ...anomaly, ...paged, level, updated_at: toInstant(look.now), version: anomaly.version + 1 };
}

/** Who looks back must know since when an episode could have made anyone act. */
const pagedAt = (before: Anomaly, level: Level, { now }: Look): Pick<Anomaly, 'paged_at'> =>
  level === 'page' && before.level !== 'page' ? { paged_at: toInstant(now) } : {};

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

function described({ baseline, definition, seen, state, now }: Look) {
  const newest = seen[seen.length - 1];
  if (newest === undefined) throw new RangeError('an episode needs a point');
  const { expected, lower, upper } = usualOf(state, baseline);
  return {
    updated_at: toInstant(now),
    severity: severityOf(newest, definition),
    current_value: newest.value,
    predicted_value: expected,
    expected_lower: lower,
    expected_upper: upper,
    // a count of what was as odd in the series' own past, once there is a day of it
    anomaly_score: newest.rare?.warm ? newest.rare.score : newest.score,
    shape: newest.rare?.shape ?? sizeShape(state, baseline),
    trend: trendOf(state.pending, baseline),
    forecast_exhaustion: exhaustionOf(state.pending, definition),
    detectors: [...newest.opinions.map(({ name, score }) => ({ name, score })), ...(newest.rare?.votes ?? [])],
    samples_seen: state.samplesSeen,
  };
}
