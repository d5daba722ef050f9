import { type Seen, slotsBefore, weigh } from '../detection/evidence.ts';
import { type Arrival, type Look, lookAt } from '../detection/look.ts';
import type { OpenEpisode, PendingPoint, SeriesState } from '../detection/seriesState.ts';
import { middleExcess } from '../detection/voices/movingAverage.ts';
import { derivedId } from '../id.ts';
import type { Anomaly } from './anomaly.ts';
import { opened, raised, resolve, updated } from './versions.ts';

/** Closing needs calm in so many periods in a row, not one good point. */
const CLOSE_AFTER = 3;
/** Below this excess a point is calm: lower than what opens, so that an episode does not flutter. */
const CALM = 0.6;

export interface Advance {
  state: SeriesState;
  changed: Anomaly[];
}

/**
 * Brings a series' episode up to what its pending points say: opened at the first of them that carries enough evidence,
 * closed at the first calm after that, and again, until nothing more follows. What was decided stays decided.
 */
export function advance(state: SeriesState, arrival: Arrival, now: number, budget = 1): Advance {
  const changed: Anomaly[] = [];
  let current = state;
  for (;;) {
    const before = current.episode;
    const look = lookAt(current, arrival, now, budget);
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

type Opening = Pick<OpenEpisode, 'openedAt' | 'startedAt' | 'rare'>;

/** The first point that opens an episode, of those whose meaning may have changed. */
function openingOf({ state, seen, from, definition }: Look): Opening | undefined {
  for (const [index, { at }] of seen.entries()) {
    if (index < from) continue;
    const { level, rare, first } = weigh(seen, index, state, definition);
    if (level) return { openedAt: at, startedAt: first?.at ?? at, rare };
  }
  return undefined;
}

function begun(look: Look): Step {
  const { state } = look;
  const opening = openingOf(look);
  if (!opening) return { state };
  const episodes = state.episodes + 1;
  const anomaly = opened(look, opening, derivedId('anomaly', state.id, state.born, episodes));
  return { state: { ...state, episodes, episode: { anomaly, ...opening } }, changed: anomaly };
}

function continued(look: Look, before: OpenEpisode, arrival: Arrival): Step {
  const { state } = look;
  const opening = arrival.revised || !arrival.newest ? openingWithin(look, before) : before;
  if (opening === undefined && arrival.revised) return closed(look, before, state.decided, 'revised');
  const moved = { ...before, ...opening };
  const calm = calmAfter(look, moved);
  if (calm) return closed(look, moved, calm.at, 'recovered');
  const anomaly = arrival.newest && !arrival.revised ? updated(look, moved) : raised(look, moved);
  return { state: { ...state, episode: { ...moved, anomaly: anomaly ?? before.anomaly } }, changed: anomaly };
}

/** A late or revised point may show that an episode began at another point, or that nothing of its evidence is left. */
function openingWithin(look: Look, episode: OpenEpisode): Opening | undefined {
  const oldest = look.state.pending[0];
  if (oldest === undefined || oldest.at > episode.openedAt) return episode; // it began before what can be revised
  return openingOf(look);
}

/** The end of the first calm after the opening: periods in a row without a hole, each calm, and their middle too. */
function calmAfter({ state, seen, from, definition, baseline }: Look, { openedAt, rare }: Opening): Seen | undefined {
  return seen.find((_point, index) => {
    if (index < from) return false;
    const last = slotsBefore(seen, index, CLOSE_AFTER, state.step).filter(({ at }) => at > openedAt);
    if (last.length < CLOSE_AFTER || !last.every((point) => isCalm(point, rare))) return false;
    // the middle of the calm points alone: what was before them would keep an episode open long after the recovery
    return middleExcess(last, baseline, definition) < CALM;
  });
}

/** What was opened by its rarity alone ends when it is not rare any more; otherwise the past's memory is not waited for. */
const isCalm = ({ opinions, rare }: Seen, byRarity: boolean): boolean =>
  (!byRarity || (rare?.excess ?? 0) < CALM) &&
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
  const belongs = ({ at }: PendingPoint) => trouble && at >= startedAt && at <= decided;
  const muted = state.pending.some((point) => belongs(point) && !point.muted);
  // what is muted now the model of the past shall not have heard: the others are judged anew
  const pending = muted
    ? state.pending.map((point) => ({ ...point, rare: undefined, muted: point.muted || belongs(point) }))
    : state.pending;
  const tip = muted ? undefined : state.tip;
  return {
    state: { ...state, pending, tip, episode: null, decided: Math.max(state.decided, decided) },
    changed: resolve(anomaly, resolution, now, value),
  };
}
