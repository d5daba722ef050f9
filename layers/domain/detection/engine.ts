import type { Anomaly } from '../anomaly/anomaly.ts';
import { advance } from '../anomaly/episode.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Sample } from '../sample/sample.ts';
import { seriesId } from '../series/series.ts';
import { type FullBlock, gather, restep } from './gather.ts';
import { learn } from './learn.ts';
import { heard } from './rare.ts';
import { emptySeries, newest, pendingSeconds, type SeriesState } from './seriesState.ts';

/** Points whose period ended longer ago than this on arrival teach and are kept, but open nothing: what they tell is over. */
export const STALE_SECONDS = 600;

export interface Surroundings {
  /** epoch seconds of the batch */
  now: number;
  /** an action of ours changes this service now: only the natural limit opens an episode, and nothing is learnt */
  acting: boolean;
  /** factor on the false episodes that this series is allowed: feedback moves it, 1 where nobody gave any */
  budget?: number;
}

/** What one sample did to its series. */
export interface Folded {
  state: SeriesState;
  /** the anomalies that it changed, each with a version of one more */
  changed: readonly Anomaly[];
  full: readonly FullBlock[];
}

/**
 * Folds one sample into its series. Pure and streaming: the pending points are judged anew with each, so that the same
 * samples in any order give the same episodes, and a sample that is known already changes nothing.
 */
export function fold(before: SeriesState | undefined, sample: Sample, around: Surroundings): Folded {
  if (!Number.isFinite(sample.value)) return { state: before ?? fresh(sample), changed: [], full: [] };
  const { state, full: flushed } = restep(before ?? fresh(sample), sample);
  const { gathering, full } = gather(state, sample);
  const blocks = [...flushed, ...full];
  const placed = place(state, sample, around);
  if (placed === undefined) return { state: { ...state, gathering }, changed: [], full: blocks };
  const definition = metricDefinition(sample.metric);
  const budget = around.budget ?? 1;
  const kept = heard({ ...placed.state, gathering }, definition, budget);
  const advanced = advance(kept, placed, around.now, budget);
  const learnt = learn(advanced.state, definition, budget);
  return { state: learnt, changed: advanced.changed, full: blocks };
}

const fresh = ({ service, metric, source, step }: Sample): SeriesState =>
  emptySeries(seriesId(service, metric), source, step);

interface Placed {
  state: SeriesState;
  /** the sample corrects one that was known */
  revised: boolean;
  /** nothing newer is known */
  newest: boolean;
}

/** Puts the sample among the pending points. Nothing when it is known, or too late to be judged. */
function place(state: SeriesState, { at, value }: Sample, { now, acting }: Surroundings): Placed | undefined {
  const last = newest(state);
  if (last !== undefined && at <= last.at - pendingSeconds(state.step)) return undefined;
  const born = state.episodes === 0 && (state.born === 0 || at < state.born) ? at : state.born;
  const decided = now - (at + state.step) > STALE_SECONDS ? Math.max(state.decided, at) : state.decided;
  const known = state.pending.find((point) => point.at === at);
  const isNewest = last === undefined || at > last.at;
  if (known?.value === value) return undefined;
  // what comes late or is revised changes what its successors mean: they are judged anew
  const others = state.pending
    .filter((point) => point.at !== at)
    .map((point) => (isNewest ? point : { ...point, rare: undefined }));
  const pending = [...others, { at, value, muted: known?.muted ?? acting }].sort((a, b) => a.at - b.at);
  const samplesSeen = state.samplesSeen + (known ? 0 : 1);
  return {
    state: { ...state, tip: isNewest ? state.tip : undefined, pending, born, decided, samplesSeen },
    revised: known !== undefined,
    newest: last === undefined || at >= last.at,
  };
}
