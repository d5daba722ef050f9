import { type MetricDefinition, metricDefinition } from '../metric/catalogue.ts';
import { parseSeriesId } from '../series/series.ts';
import { type Baseline, baselineOf } from './baseline.ts';
import { type Judged, judge } from './ensemble.ts';
import { OF, type Seen, slotsBefore, weight } from './evidence.ts';
import { comparable, isReady, LOOKED_AT, type PendingPoint, READY_POINTS, type SeriesState } from './seriesState.ts';

/** How a point came: as a correction of one that was known, as the newest, or late. */
export interface Arrival {
  revised: boolean;
  newest: boolean;
}

/** A series as it looks after a point arrived: its last points, each judged as if it were the newest. */
export interface Look {
  state: SeriesState;
  seen: readonly Seen[];
  /** where in `seen` something may have changed: at the newest point, or anywhere when one came late or was revised */
  from: number;
  baseline: Baseline;
  definition: MetricDefinition;
  /** epoch seconds at which the point arrived */
  now: number;
}

/**
 * Judges the points that matter. A late or revised one changes what its successors mean; a new one only adds the last,
 * and where that is usual and no episode is open, the ones before it need no look. Pure.
 */
export function lookAt(state: SeriesState, arrival: Arrival, now: number, budget = 1): Look {
  const { pending, learnt } = state;
  const definition = metricDefinition(parseSeriesId(state.id).metric);
  const settled = learnt.length >= READY_POINTS ? baselineOf(learnt, definition) : undefined;
  const baseline = settled ?? currentBaseline(state, definition);
  const counting = pending.filter(({ at, muted }) => !muted && at > state.decided);
  const judged = (point: PendingPoint, index: number): Seen => {
    const before = counting.filter(({ at }) => at < point.at);
    const recent = slotsBefore([...before, point], before.length, LOOKED_AT, state.step);
    return {
      ...within(budget, judge(recent, settled ?? earlyBaseline(state, index, definition), definition)),
      muted: point.muted,
      rare: point.rare,
    };
  };
  const seenFrom = (begin: number) => pending.slice(begin).map((point, index) => judged(point, begin + index));
  if (arrival.revised || !arrival.newest) return { state, seen: seenFrom(0), from: 0, baseline, definition, now };
  const newest = seenFrom(Math.max(0, pending.length - 1));
  const usual =
    state.episode === null &&
    newest.every((point) => weight(point, definition) === 0 && (point.rare?.excess ?? 0) === 0);
  const seen = usual ? newest : seenFrom(Math.max(0, pending.length - OF));
  return { state, seen, from: seen.length - 1, baseline, definition, now };
}

/** With half the budget a deviation must be so much larger: on made service metrics that about halves the false episodes,
 *  and a sixteenth of it leaves an eighth. At its natural limit a metric is in trouble whatever people said before. */
const LARGER_A_HALVING = 0.15;

function within(budget: number, point: Judged): Judged {
  return point.limit ? point : { ...point, excess: point.excess / (1 - LARGER_A_HALVING * Math.log2(budget)) };
}

/** At a cold start: what the pending point at an index is compared with; nothing while there is too little. */
function earlyBaseline(state: SeriesState, index: number, definition: MetricDefinition): Baseline | undefined {
  const values = isReady(state) ? comparable(state, index + 1) : [];
  return values.length > 0 ? baselineOf(values, definition) : undefined;
}

/** What is expected of the series now; of a series without history, what it shows. */
export function currentBaseline(state: SeriesState, definition: MetricDefinition): Baseline {
  const values = comparable(state, state.pending.length);
  return baselineOf(values.length > 0 ? values : state.pending.map(({ value }) => value), definition);
}
