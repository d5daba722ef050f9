import { told } from './learn.ts';
import type { Gathering, SeriesState } from './seriesState.ts';
import type { Point } from './voice.ts';

/** A block holds six hours, or as many points as six hours have at a minute's step, whichever is less time. */
const BLOCK_SECONDS = 21_600;
const BLOCK_POINTS = 360;
/** A block is written when its last points are no longer revised: pulls ask again for four minutes. */
const KEPT_SECONDS = 300;

export interface FullBlock {
  series: string;
  start: number;
  step: number;
  points: readonly Point[];
}

export const blockSeconds = (step: number): number => Math.min(BLOCK_SECONDS, BLOCK_POINTS * step);
export const blockStart = (at: number, step: number): number =>
  Math.floor(at / blockSeconds(step)) * blockSeconds(step);

type Gathered = { gathering: Gathering; full: FullBlock[] };

/** Puts a point, or its revision, among those that are gathered; gives the block that can be written now, if one can. */
export function gather(state: SeriesState, { at, value }: Point): Gathered {
  const { gathering, step } = state;
  if (gathering.values.length === 0) return { gathering: { start: at, values: [Math.fround(value)] }, full: [] };
  const index = Math.round((at - gathering.start) / step);
  if (index < 0) return { gathering: before(state, { at, value }, -index), full: [] };
  if (index > 2 * BLOCK_POINTS) {
    return { gathering: { start: at, values: [Math.fround(value)] }, full: blocksOf(state, gathering) };
  }
  const values = [...gathering.values];
  while (values.length < index) values.push(Number.NaN);
  values[index] = Math.fround(value);
  return cut(state, { start: gathering.start, values });
}

/** A point before the first: put there, unless its block is written already. */
function before({ gathering, step }: SeriesState, { at, value }: Point, slots: number): Gathering {
  if (at < blockStart(gathering.start, step)) return gathering;
  const gap = new Array<number>(slots - 1).fill(Number.NaN);
  return { start: at, values: [Math.fround(value), ...gap, ...gathering.values] };
}

/** A series whose step changes begins anew in history, and nothing that is pending is compared across the change. */
export function restep(state: SeriesState, { step }: { step: number }): { state: SeriesState; full: FullBlock[] } {
  if (state.step === step) return { state, full: [] };
  const full = blocksOf(state, state.gathering);
  return { state: { ...told(state, 1), step, pending: [], tip: undefined, gathering: { start: 0, values: [] } }, full };
}

/** The gathered points with their times. */
export const gathered = ({ gathering, step }: Pick<SeriesState, 'gathering' | 'step'>): Point[] =>
  pointsOf(gathering, step);

/** Takes a block off, once the gathered points reach far enough beyond it. */
function cut(state: SeriesState, gathering: Gathering): Gathered {
  const { id, step } = state;
  const end = blockStart(gathering.start, step) + blockSeconds(step);
  const newest = gathering.start + (gathering.values.length - 1) * step;
  if (newest < end + KEPT_SECONDS) return { gathering, full: [] };
  const count = Math.ceil((end - gathering.start) / step);
  const rest = gathering.values.slice(count);
  const skipped = rest.findIndex((value) => !Number.isNaN(value)); // the block after begins with its first point
  const start = gathering.start + (count + skipped) * step;
  const points = pointsOf({ start: gathering.start, values: gathering.values.slice(0, count) }, step);
  return {
    gathering: { start, values: rest.slice(skipped) },
    full: [{ series: id, start: gathering.start, step, points }],
  };
}

/** All that is gathered, as one block or, where it reaches into the next, two. */
function blocksOf({ id, step }: SeriesState, gathering: Gathering): FullBlock[] {
  const points = pointsOf(gathering, step);
  const byBlock = Map.groupBy(points, ({ at }) => blockStart(at, step));
  return [...byBlock.values()].map((of) => ({ series: id, start: of[0]?.at ?? 0, step, points: of }));
}

const pointsOf = ({ start, values }: Gathering, step: number): Point[] =>
  values.flatMap((value, index) => (Number.isNaN(value) ? [] : [{ at: start + index * step, value }]));
