import { at, jitterOf, medianOf, quantileOf, sorted } from '../statistics/order.ts';
import { type Growth, growthOf } from './growth.ts';
import { inProfile } from './profile.ts';
import type { Season } from './season.ts';
import { segmentsOf } from './segments.ts';
import { theilSen } from './slope.ts';

/** Days in which the stretch is looked for; older growth is a trend of the seasonal models. */
const LOOK_BACK = 4;

/** Cells that are looked at, at most, where they are finer than quarters of an hour: the search grows with the square. */
const MOST_CELLS = 384;

export interface Line {
  path: number[];
  growth: Growth;
  /** cells of the stretch it is taken of */
  cells: number;
}

/**
 * A robust line over as much of the recent past as one law describes: the history, its season taken out, is cut into
 * stretches, and the last one goes on as it went, straight, faster or saturating. Undefined where it did not move, or
 * where such moves have come and gone before.
 *
 * @param rest values without their season, one a cell
 * @param ahead cells
 */
export function robustLine(rest: readonly number[], { profile, day }: Season, ahead: number): Line | undefined {
  const looked = smoothSpikes(rest.slice(-Math.min(LOOK_BACK * day, MOST_CELLS)));
  const segments = segmentsOf(looked, noiseOf(looked));
  const last = segments.at(-1);
  if (last === undefined) return undefined;
  const stretch = looked.slice(last.from);
  const growth = growthOf(stretch, day);
  if (growth === undefined) return undefined;
  const from = growth.at(1 - stretch.length);
  const to = growth.at(0);
  if (!(Math.abs(to - from) > MOVED * growth.noise) || excursions(rest.slice(0, -stretch.length), from, to) >= 2)
    return undefined;
  return {
    path: Array.from(
      { length: ahead },
      (_, cell) => growth.at(Math.min(cell + 1, REACH * growth.cells)) + inProfile(profile, cell),
    ),
    growth,
    cells: stretch.length,
  };
}

/** What has been seen for an hour is foreseen for so many hours; then it stays: nothing grows for ever. */
const REACH = 3;
/** A stretch that moved by less than this many standard deviations of its noise says nothing about tomorrow. */
const MOVED = 4;

/**
 * Standard deviation that a cell seems to have where only slow movement is looked for: second differences, in which a
 * slope cancels, of single cells and of blocks of four, scaled up as if the cells of a block were independent. Noise of
 * neighbours that is alike so counts for what it does to a slope.
 */
function noiseOf(values: readonly number[]): number {
  const blocks = Array.from({ length: Math.floor(values.length / BLOCK) }, (_, block) =>
    medianOf(values.slice(block * BLOCK, (block + 1) * BLOCK)),
  );
  const scale = Math.max(bendOf(values), Math.sqrt(BLOCK) * bendOf(blocks));
  if (scale > 0) return scale;
  const ascending = sorted(values);
  return 1e-3 * (quantileOf(ascending, 1) - quantileOf(ascending, 0));
}
const BLOCK = 4;

const bendOf = (values: readonly number[]): number =>
  (1.4826 / Math.sqrt(6)) *
  medianOf(values.slice(2).map((value, index) => Math.abs(value - 2 * at(values, index + 1) + at(values, index))));

/**
 * A single far value is moved to where its neighbours are (Hampel): least squares would follow it. At either end to where
 * the line through them leads, so that the last values of a line are not taken for far ones.
 */
function smoothSpikes(values: readonly number[]): number[] {
  const noise = jitterOf(values);
  return values.map((value, index) => {
    const first = Math.max(0, Math.min(values.length - 5, index - 2));
    const near = values.slice(first, first + 5);
    const atEnd = index - first !== 2;
    const usual = atEnd ? alongLine(near.with(index - first, Number.NaN), index - first) : medianOf(near);
    return Math.abs(value - usual) > 5 * noise ? usual : value;
  });
}

function alongLine(values: readonly number[], index: number): number {
  const slope = theilSen(values);
  return medianOf(values.map((value, place) => value + slope * (index - place)));
}

/**
 * How often the values went most of the way from one level to another and back: a saw, a cache, a nightly job. Growth
 * that came and went twice will go again.
 */
function excursions(values: readonly number[], from: number, to: number): number {
  let away = false;
  let count = 0;
  for (const value of values) {
    const share = (value - from) / (to - from);
    if (share > 0.7) away = true;
    else if (away && share < 0.3) {
      away = false;
      count++;
    }
  }
  return count;
}

/**
 * Whether the last two hours are where the week before hardly ever was, its season apart: only then a line is asked for.
 *
 * @param rest values without their season
 */
export function leftTheUsual(rest: readonly number[], { day }: Season, cellsOfTwoHours: number): boolean {
  const recent = medianOf(rest.slice(-cellsOfTwoHours));
  const before = sorted(rest.slice(-7 * day, -cellsOfTwoHours));
  return recent > quantileOf(before, 1 - RARE) || recent < quantileOf(before, RARE);
}
const RARE = 0.05;
