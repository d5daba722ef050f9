import type { MetricDefinition } from '../metric/catalogue.ts';
import { baselineOf } from './baseline.ts';
import { judge } from './ensemble.ts';
import { comparable, LEARN_AFTER_SECONDS, type SeriesState, WINDOW } from './seriesState.ts';
import type { Point } from './voice.ts';

/** After so long an episode is the new normal, and the baseline follows it. */
const NEW_NORMAL_SECONDS = 3_600;

/**
 * Moves pending points that are old enough into the baseline. What belongs to an episode, or is odd by itself, does not
 * teach; nor does what happened during an action of ours (`acting`).
 */
export function learn(state: SeriesState, definition: MetricDefinition, acting: boolean): SeriesState {
  const newestAt = state.pending[state.pending.length - 1]?.at;
  if (newestAt === undefined) return state;
  const due = state.pending.filter(({ at }) => at <= newestAt - LEARN_AFTER_SECONDS);
  if (due.length === 0) return state;
  const pending = state.pending.slice(due.length);
  const taught = due
    .filter((point) => teaches(state, point, definition, acting))
    .map(({ value }) => Math.fround(value));
  return { ...state, pending, learnt: [...state.learnt, ...taught].slice(-WINDOW) };
}

function teaches(state: SeriesState, point: Point, definition: MetricDefinition, acting: boolean): boolean {
  if (state.episode) {
    const started = Date.parse(state.episode.anomaly.started_at) / 1000;
    return point.at < started || point.at - started > NEW_NORMAL_SECONDS;
  }
  if (acting) return false;
  const values = comparable(state, 0);
  // An odd point alone teaches only where there is too little to call it odd; a series that moved for good, without an
  // episode, would otherwise never be learnt: so what strays twice the usual still teaches.
  return values.length < WINDOW / 3 || judge([point], baselineOf(values, definition), definition).excess < 2;
}
