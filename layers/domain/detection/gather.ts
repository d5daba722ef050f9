import type { Gathering, SeriesState } from './seriesState.ts';
import type { Point } from './voice.ts';

/** A block holds six hours, or as many points as six hours have at a minute's step, whichever is less time. */
const BLOCK_SECONDS = 21_600;
const BLOCK_POINTS = 360;

export interface FullBlock {
  series: string;
  start: number;
  step: number;
  points: readonly Point[];
}

export const blockSeconds = (step: number): number => Math.min(BLOCK_SECONDS, BLOCK_POINTS * step);
export const blockStart = (at: number, step: number): number =>
  Math.floor(at / blockSeconds(step)) * blockSeconds(step);

/** Puts a point, or its revision, into the block that is being gathered; gives the block before when this begins one. */
export function gather(state: SeriesState, point: Point): { gathering: Gathering; full?: FullBlock } {
  const { gathering, step } = state;
  const start = blockStart(point.at, step);
  const index = Math.round((point.at - start) / step);
  if (gathering.values.length > 0 && start < gathering.start) return { gathering }; // its block is written already
  if (gathering.values.length === 0 || start > gathering.start) {
    const values = new Array<number>(index).fill(Number.NaN).concat(point.value);
    return { gathering: { start, values }, ...(gathering.values.length > 0 ? { full: blockOf(state) } : {}) };
  }
  const values = [...gathering.values];
  while (values.length < index) values.push(Number.NaN);
  values[index] = point.value;
  return { gathering: { start, values } };
}

/** The gathered points with their times. */
export function gathered({ gathering, step }: SeriesState): Point[] {
  return gathering.values.flatMap((value, index) =>
    Number.isNaN(value) ? [] : [{ at: gathering.start + index * step, value }],
  );
}

const blockOf = (state: SeriesState): FullBlock => ({
  series: state.id,
  start: state.gathering.start,
  step: state.step,
  points: gathered(state),
});
