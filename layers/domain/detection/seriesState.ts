import type { Anomaly } from '../anomaly/anomaly.ts';
import type { SampleSource } from '../sample/sample.ts';
import type { Rare } from './rare.ts';
import { Rarity } from './rarity/rarity.ts';
import type { Point } from './voice.ts';

/** How many learnt points the baseline stands on: a quarter of an hour at ten seconds. */
export const WINDOW = 90;
/** Points are judged at once and learnt when they are no longer revised: after two minutes and as many points as a
 *  judgement looks back at, whichever is longer. */
const LEARN_AFTER_SECONDS = 120;
export const LOOKED_AT = 6;
/** Points of a series before it is judged by more than its natural limit: 150 s at ten seconds. */
export const READY_POINTS = 15;
/** The newest points never count towards their own baseline while there is little else. */
const NOT_YET = 3;

/** An open episode as detection keeps it beside the series. */
export interface OpenEpisode {
  anomaly: Anomaly;
  /** time of the point that carried enough evidence, and of the first that added to it, epoch seconds */
  openedAt: number;
  startedAt: number;
  /** opened by how rare its points are in the series' past, not by their size */
  rare: boolean;
}

/** A judged point that may still be revised. */
export interface PendingPoint extends Point {
  /** It was measured while an action of ours changed the service, or belongs to an episode that ended: it teaches
   *  nothing, and only at the natural limit does it count as evidence. */
  muted: boolean;
  /** what the model of the past makes of it; kept in memory only, and made again where it is missing */
  rare?: Rare | undefined;
}

/** History that is not in a block yet: values at `start + i * step`, NaN where there was none. */
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
  /** the model of what was learnt, but for the `unheard`; never changed in place */
  rarity: Rarity;
  /** learnt points that the model takes in together, because each time it must be copied; oldest first */
  unheard: readonly Point[];
  /** the model after the unheard and the pending points too. A cache that goes on in place: who uses it looks first
   *  whether it has heard just these points, and otherwise makes it again */
  tip?: Rarity | undefined;
  /** oldest first */
  pending: readonly PendingPoint[];
  episode: OpenEpisode | null;
  /** up to here all is decided: an episode ended here, or the points came too late to open one */
  decided: number;
  /** time of the first point ever, and how many episodes there were: what an episode's id derives from, because which
   *  of its points comes first is not known while points come late */
  born: number;
  episodes: number;
  gathering: Gathering;
  samplesSeen: number;
}

export function emptySeries(id: string, source: SampleSource, step: number): SeriesState {
  return {
    id,
    source,
    step,
    learnt: [],
    rarity: new Rarity(),
    unheard: [],
    pending: [],
    episode: null,
    decided: 0,
    born: 0,
    episodes: 0,
    gathering: { start: 0, values: [] },
    samplesSeen: 0,
  };
}

/** How old a point is, beside the newest, when it is learnt. */
export const pendingSeconds = (step: number): number => Math.max(LEARN_AFTER_SECONDS, LOOKED_AT * step);

export const newest = (state: SeriesState): PendingPoint | undefined => state.pending[state.pending.length - 1];

export const isReady = (state: SeriesState): boolean => state.learnt.length + state.pending.length >= READY_POINTS;

/** The values that a point may be compared with: what is learnt and, at a cold start, what is pending but not new. */
export function comparable({ learnt, pending }: SeriesState, upTo: number): readonly number[] {
  if (learnt.length >= READY_POINTS) return learnt;
  const early = pending.slice(0, Math.max(0, upTo - NOT_YET)).map(({ value }) => value);
  return [...learnt, ...early];
}
