import type { Anomaly } from '../anomaly/anomaly.ts';
import type { SampleSource } from '../sample/sample.ts';
import type { Point } from './voice.ts';

/** How many learnt points the baseline stands on: a quarter of an hour at ten seconds. */
export const WINDOW = 90;
/** Points are judged at once and learnt when they are no longer revised. */
export const LEARN_AFTER_SECONDS = 120;
/** Points of a series before it is judged by more than its natural limit: 150 s at ten seconds. */
export const READY_POINTS = 15;
/** The newest points never count towards their own baseline while there is little else. */
const NOT_YET = 3;

/** An open episode as detection keeps it beside the series. */
export interface OpenEpisode {
  anomaly: Anomaly;
  /** quiet points in a row, newest last */
  quiet: number;
}

/** The block of history that is being gathered: values at `start + i * step`, NaN where there was none. */
export interface Gathering {
  start: number;
  values: readonly number[];
}

/** All that is kept of one series between two batches. */
export interface SeriesState {
  id: string;
  source: SampleSource;
  step: number;
  /** learnt values, oldest first, at most WINDOW */
  learnt: readonly number[];
  /** judged, not yet learnt, oldest first */
  pending: readonly Point[];
  episode: OpenEpisode | null;
  gathering: Gathering;
  samplesSeen: number;
}

export function emptySeries(id: string, source: SampleSource, step: number): SeriesState {
  return {
    id,
    source,
    step,
    learnt: [],
    pending: [],
    episode: null,
    gathering: { start: 0, values: [] },
    samplesSeen: 0,
  };
}

export const newest = (state: SeriesState): Point | undefined => state.pending[state.pending.length - 1];

export const isReady = (state: SeriesState): boolean => state.learnt.length + state.pending.length >= READY_POINTS;

/** The values that a point may be compared with: what is learnt and, at a cold start, what is pending but not new. */
export function comparable(state: SeriesState, upTo: number): readonly number[] {
  if (state.learnt.length >= READY_POINTS) return state.learnt;
  const early = state.pending.slice(0, Math.max(0, upTo - NOT_YET)).map(({ value }) => value);
  return [...state.learnt, ...early];
}
