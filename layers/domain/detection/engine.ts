import type { Anomaly } from '../anomaly/anomaly.ts';
import { type Advance, follow, type Look, open, resolve } from '../anomaly/episode.ts';
import { type MetricDefinition, metricDefinition } from '../metric/catalogue.ts';
import type { Sample } from '../sample/sample.ts';
import { parseSeriesId, seriesId } from '../series/series.ts';
import { type Baseline, baselineOf } from './baseline.ts';
import { type Judged, judge } from './ensemble.ts';
import { OF, weigh } from './evidence.ts';
import { type FullBlock, gather } from './gather.ts';
import { learn } from './learn.ts';
import { comparable, emptySeries, isReady, newest, type SeriesState } from './seriesState.ts';
import type { Point } from './voice.ts';

/** Points older than this on arrival teach and are kept, but open nothing: what they tell is over. */
export const STALE_SECONDS = 600;

export interface Surroundings {
  /** epoch seconds of the batch */
  now: number;
  /** an action of ours changes this service now: only the natural limit opens an episode, and nothing is learnt */
  acting: boolean;
}

/** What one sample did to its series. */
export interface Folded {
  state: SeriesState;
  changed?: Anomaly;
  full?: FullBlock;
}

/**
 * Folds one sample into its series. Pure and streaming: the same samples in the same order give the same states, and a
 * sample that is known already changes nothing. A revised sample (same time, another value) is judged anew.
 */
export function fold(before: SeriesState | undefined, sample: Sample, around: Surroundings): Folded {
  const state = before ?? emptySeries(seriesId(sample.service, sample.metric), sample.source, sample.step);
  const placed = place(state.step === sample.step ? state : { ...state, step: sample.step }, sample);
  if (placed === undefined) return { state };
  const { gathering, full } = gather(placed.state, { at: sample.at, value: sample.value });
  const kept = { ...placed.state, gathering, samplesSeen: state.samplesSeen + (placed.revised ? 0 : 1) };
  const judgedState = around.now - sample.at > STALE_SECONDS ? { state: kept } : judgeSeries(kept, placed, around);
  const definition = metricDefinition(sample.metric);
  return { ...judgedState, state: learn(judgedState.state, definition, around.acting), full };
}

interface Placed {
  state: SeriesState;
  revised: boolean;
  /** where the sample stands among the pending points */
  index: number;
}

/** Puts the sample among the pending points. Nothing when it is known, no number, or older than what is learnt. */
function place(state: SeriesState, { at, value }: Sample): Placed | undefined {
  if (!Number.isFinite(value)) return undefined;
  const oldest = state.pending[0];
  if (oldest !== undefined && at < oldest.at && state.learnt.length > 0) return undefined;
  const known = state.pending.findIndex((point) => point.at === at);
  if (known >= 0) {
    if (state.pending[known]?.value === value) return undefined;
    const pending = state.pending.map((point, index) => (index === known ? { at, value } : point));
    return { state: { ...state, pending }, revised: true, index: known };
  }
  const after = state.pending.findIndex((point) => point.at > at);
  const index = after < 0 ? state.pending.length : after;
  const pending = [...state.pending.slice(0, index), { at, value }, ...state.pending.slice(index)];
  return { state: { ...state, pending }, revised: false, index };
}

function judgeSeries(
  state: SeriesState,
  { revised, index }: Placed,
  around: Surroundings,
): { state: SeriesState; changed?: Anomaly } {
  const look = lookAt(state, around.now);
  const isNewest = index === state.pending.length - 1;
  const { episode, changed } = advance(state, look, { revised, isNewest, acting: around.acting });
  return { state: { ...state, episode }, changed };
}

function advance(
  state: SeriesState,
  look: Look,
  { revised, isNewest, acting }: { revised: boolean; isNewest: boolean; acting: boolean },
): Advance {
  const { episode } = state;
  if (episode && revised && !stillStands(episode.anomaly, look)) {
    return {
      episode: null,
      changed: resolve(episode.anomaly, 'revised', look.now, newest(state)?.value ?? Number.NaN),
    };
  }
  if (episode) return isNewest && !revised ? follow(episode, look) : { episode };
  const final = look.judged[look.judged.length - 1];
  if (!look.weighed.opens || (acting && !final?.limit)) return { episode: null };
  return open(look);
}

/** After a revision: whether what is left of the odd points since the episode began would open it still. */
function stillStands(anomaly: Anomaly, { judged, state, definition }: Look): boolean {
  const started = Date.parse(anomaly.started_at) / 1000;
  const first = state.pending[0];
  if (first === undefined || first.at > started) return true; // it began before what can be revised
  return judged.some((_point, index) => {
    const upTo = judged.slice(Math.max(0, index + 1 - OF), index + 1).filter(({ at }) => at >= started);
    return upTo.length > 0 && weigh(upTo, definition).opens;
  });
}

/** Judges every pending point as it would be judged had it just arrived. */
function lookAt(state: SeriesState, now: number): Look {
  const definition = metricDefinition(parseSeriesId(state.id).metric);
  const ready = isReady(state);
  const judged: Judged[] = state.pending.map((_point, index) => {
    const values = comparable(state, index + 1);
    const baseline = ready && values.length > 0 ? baselineOf(values, definition) : undefined;
    return judge(state.pending.slice(0, index + 1), baseline, definition);
  });
  const baseline = currentBaseline(state, definition);
  return { state, recent: state.pending, judged, baseline, definition, weighed: weigh(judged, definition), now };
}

/** What is expected of the series now; of a series without history, what it shows. */
export function currentBaseline(state: SeriesState, definition: MetricDefinition): Baseline {
  const values = comparable(state, state.pending.length);
  const shown: readonly Point[] = state.pending;
  return baselineOf(values.length > 0 ? values : shown.map(({ value }) => value), definition);
}
