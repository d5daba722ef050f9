import type { MetricDefinition } from '../metric/catalogue.ts';
import { retold } from './rare.ts';
import { newest, type PendingPoint, pendingSeconds, type SeriesState, WINDOW } from './seriesState.ts';

/** How many learnt points the model takes in at once. */
const TOGETHER = 30;

/**
 * Moves pending points that are old enough into the baseline. What belongs to an episode does not teach, nor does what
 * happened during an action of ours; a lone odd point does: medians bear it, and it tells how far the series strays.
 * An episode that lasts is the new normal: then its newest points are all that is known.
 */
export function learn(state: SeriesState, definition: MetricDefinition, budget: number): SeriesState {
  const last = newest(state);
  if (last === undefined) return state;
  const due = state.pending.filter(({ at }) => at <= last.at - pendingSeconds(state.step));
  if (due.length === 0) return state;
  const pending = state.pending.slice(due.length);
  const { rarity, unheard } = remembered(state, due, budget);
  if (state.episode && last.at - state.episode.startedAt > definition.settles) {
    return { ...state, rarity, unheard, pending, learnt: pending.map(({ value }) => Math.fround(value)) };
  }
  const taught = due.filter((point) => teaches(state, point)).map(({ value }) => Math.fround(value));
  return { ...state, rarity, unheard, pending, learnt: [...state.learnt, ...taught].slice(-WINDOW) };
}

const teaches = ({ episode }: SeriesState, { at, muted }: PendingPoint): boolean =>
  !muted && (episode === null || at < episode.startedAt);

/** The model of the past keeps by itself what is odd from teaching it much; only what we did ourselves it never hears. */
function remembered(state: SeriesState, due: readonly PendingPoint[], budget: number): SeriesState {
  const unheard = [...state.unheard, ...due.filter(({ muted }) => !muted).map(({ at, value }) => ({ at, value }))];
  return unheard.length < TOGETHER ? { ...state, unheard } : told({ ...state, unheard }, budget);
}

/** A series whose model has heard all that was learnt. */
export const told = (state: SeriesState, budget: number): SeriesState =>
  state.unheard.length === 0 ? state : { ...state, rarity: retold(state, budget), unheard: [] };
