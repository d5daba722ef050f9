import { type Seen, slotsBefore, weigh } from '../detection/evidence.ts';
import { type Arrival, type Look, lookAt } from '../detection/look.ts';
import type { OpenEpisode, SeriesState } from '../detection/seriesState.ts';
import { middleExcess } from '../detection/voices/movingAverage.ts';
import { derivedId } from '../id.ts';
import { parseSeriesId } from '../series/series.ts';
import { toInstant } from '../time.ts';
import { type Anomaly, levelRank, severityRank } from './anomaly.ts';
import { exhaustionOf, severityOf, trendOf } from './describe.ts';

/** Closing needs calm in so many periods in a row, not one good point. */
export const CLOSE_AFTER = 3;
/** Below this excess a point is calm: lower than what opens, so that an episode does not flutter. */
const CALM = 0.6;
/** An open episode is written again with each point, so that what waits for it is judged again; points that come more
 *  often than every ten seconds (with some slack for their way) are not all written. */
const UPDATE_SECONDS = 8;

export interface Advance {
  state: SeriesState;
  changed: Anomaly[];
}

/**
 * Brings a series' episode up to what its pending points say: opened at the first of them that carries enough evidence,
 * closed at the first calm after that, and again, until nothing more follows. What was decided stays decided.
 */
export function advance(state: SeriesState, arrival: Arrival, now: number): Advance {
  const changed: Anomaly[] = [];
  let current = state;
  for (;;) {
    const before = current.episode;
    const look = lookAt(current, arrival, now);
    const step = before ? continued(look, before, arrival) : begun(look);
    if (step.changed) changed.push(step.changed);
    current = step.state;
    if ((current.episode === null) === (before === null)) return { state: current, changed };
  }
}

interface Step {
  state: SeriesState;
  changed?: Anomaly;
}

interface Opening {
  index: number;
  at: number;
  startedAt: number;
}

/** The first point that opens an episode, of those whose meaning may have changed. */
function openingOf({ state, seen, from, definition }: Look): Opening | undefined {
  for (const [index, { at }] of seen.entries()) {
    if (index < from) continue;
    const { opens, first } = weigh(seen, index, state, definition);
    if (opens) return { index, at, startedAt: first?.at ?? at };
  }
  return undefined;
}

function begun(look: Look): Step {
  const { state } = look;
  const opening = openingOf(look);
  if (!opening) return { state };
  const episodes = state.episodes + 1;
  const anomaly = opened(look, opening, derivedId('anomaly', state.id, state.born, episodes));
  const episode: OpenEpisode = { anomaly, openedAt: opening.at, startedAt: opening.startedAt };
  return { state: { ...state, episodes, episode }, changed: anomaly };
}

function continued(look: Look, before: OpenEpisode, arrival: Arrival): Step {
  const { state } = look;
  const moved = arrival.revised || !arrival.newest ? moveOpening(look, before) : before;
  if (moved === undefined) return closed(look, before, state.decided, 'revised');
  const calm = calmAfter(look, moved.openedAt);
  if (calm) return closed(look, moved, calm.at, 'recovered');
  const anomaly = arrival.newest && !arrival.revised ? updated(look, moved) : raised(look, moved);
  return { state: { ...state, episode: { ...moved, anomaly: anomaly ?? moved.anomaly } }, changed: anomaly };
}

/** A late or revised point may show that an episode began at another point, or that nothing of its evidence is left. */
function moveOpening(look: Look, episode: OpenEpisode): OpenEpisode | undefined {
  const oldest = look.state.pending[0];
  if (oldest === undefined || oldest.at > episode.openedAt) return episode; // it began before what can be revised
  const opening = openingOf(look);
  return opening && { ...episode, openedAt: opening.at, startedAt: opening.startedAt };
}

/** The end of the first calm after the opening: periods in a row without a hole, each calm, and their middle too. */
function calmAfter({ state, seen, from, definition, baseline }: Look, openedAt: number): Seen | undefined {
  return seen.find((_point, index) => {
    if (index < from) return false;
    const last = slotsBefore(seen, index, CLOSE_AFTER, state.step).filter(({ at }) => at > openedAt);
    if (last.length < CLOSE_AFTER || !last.every(isCalm)) return false;
    // the middle of the calm points alone: what was before them would keep an episode open long after the recovery
    return middleExcess(last, baseline, definition) < CALM;
  });
}

const isCalm = ({ opinions }: Seen): boolean =>
  opinions.every(({ name, excess }) => name === 'moving_average' || excess < CALM);

function closed(
  { state, seen, now }: Look,
  { anomaly, startedAt }: OpenEpisode,
  decided: number,
  resolution: 'recovered' | 'revised',
): Step {
  const value = seen[seen.length - 1]?.value ?? anomaly.current_value;
  // what belonged to it teaches nothing, unless it never came to a page: so a restless series learns its habit
  const trouble = resolution === 'recovered' && anomaly.level === 'page';
  const pending = state.pending.map((point) =>
    trouble && point.at >= startedAt && point.at <= decided ? { ...point, muted: true } : point,
  );
  return {
    state: { ...state, pending, episode: null, decided: Math.max(state.decided, decided) },
    changed: resolve(anomaly, resolution, now, value),
  };
}

function opened(look: Look, { index, startedAt }: Opening, id: string): Anomaly {
  const { state, seen, definition } = look;
  const detected_at = toInstant(look.now);
  return {
    id,
    ...parseSeriesId(state.id),
    kind: 'deviation',
    source: state.source,
    status: 'open',
    level: levelOf(look, startedAt),
    started_at: toInstant(startedAt),
    detected_at,
    timestamp: detected_at,
    resolved_at: null,
    resolution: null,
    unit: definition.unit,
    recommendation: definition.recommendation,
    breach_probability: null,
    incident_id: null,
    version: 1,
    ...described(look),
    direction: seen[index]?.direction ?? 'up',
  };
}

/** `page` as soon as any point since the episode began carries enough evidence for it. */
function levelOf({ state, seen, from, definition }: Look, startedAt: number): 'warn' | 'page' {
  const pages = seen.some(
    ({ at }, index) => index >= from && at >= startedAt && weigh(seen, index, state, definition).pages,
  );
  return pages ? 'page' : 'warn';
}

/** With the newest point an episode is written again, its level and severity only ever raised. */
function updated(look: Look, { anomaly: before, startedAt }: OpenEpisode): Anomaly | undefined {
  const fresh = described(look);
  const level = levelOf(look, startedAt);
  const raises = {
    level: levelRank[level] > levelRank[before.level] ? level : before.level,
    severity: severityRank[fresh.severity] > severityRank[before.severity] ? fresh.severity : before.severity,
  };
  const worse = raises.level !== before.level || raises.severity !== before.severity;
  const due = look.now - Date.parse(before.updated_at) / 1000 >= UPDATE_SECONDS;
  return worse || due ? { ...before, ...fresh, ...raises, version: before.version + 1 } : undefined;
}

/** A late point is no news of how the series is now, but it may be the evidence that was missing for `page`. */
function raised(look: Look, { anomaly, startedAt }: OpenEpisode): Anomaly | undefined {
  const level = levelOf(look, startedAt);
  if (levelRank[level] <= levelRank[anomaly.level]) return undefined;
  return { ...anomaly, level, updated_at: toInstant(look.now), version: anomaly.version + 1 };
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

function described({ baseline, definition, seen, state, now }: Look) {
  const newest = seen[seen.length - 1];
  if (newest === undefined) throw new RangeError('an episode needs a point');
  return {
    updated_at: toInstant(now),
    severity: severityOf(newest, definition),
    current_value: newest.value,
    predicted_value: baseline.expected,
    expected_lower: baseline.lower,
    expected_upper: baseline.upper,
    anomaly_score: newest.score,
    trend: trendOf(state.pending, baseline),
    forecast_exhaustion: exhaustionOf(state.pending, definition),
    detectors: newest.opinions.map(({ name, score }) => ({ name, score })),
    samples_seen: state.samplesSeen,
  };
}
