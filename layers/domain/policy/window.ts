import type { SeriesValue } from '../series/average.ts';
import { quantileOf, sorted } from '../statistics/order.ts';
import type { Comparator, Summary } from './conditionTree.ts';
import { compare } from './contradiction.ts';

/** The points of a time, and how many there should be. */
export interface SeriesWindow {
  /** oldest first */
  points: readonly SeriesValue[];
  /** start of the window, epoch seconds */
  from: number;
  step: number;
  expected: number;
}

/**
 * The last seconds of a series, counted back from the end of its newest point: a source shows its points late, and a window
 * that ended now would miss the newest ones.
 * @param known the series' points, oldest first; may reach further, and lack the newest
 */
export function windowOf(
  known: readonly SeriesValue[],
  newest: SeriesValue & { step: number },
  seconds: number,
): SeriesWindow {
  const { step } = newest;
  const length = Math.max(seconds, step);
  const from = newest.at + step - length;
  const points = known.slice(firstFrom(known, from), firstFrom(known, newest.at));
  points.push({ at: newest.at, value: newest.value });
  return { points, from, step, expected: Math.max(1, Math.floor(length / step)) };
}

/** Index of the first point at or after a time. */
function firstFrom(points: readonly SeriesValue[], at: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Half of the points tell about the whole; fewer tell about themselves. */
export const isCovered = ({ points, expected }: SeriesWindow): boolean => points.length >= expected / 2;

/**
 * Whether the window's number is as wanted; undefined where too little of it is known. One point above a bound is enough to
 * know that the highest is.
 */
export function windowHolds(
  { of, op, value }: { of: Summary; op: Comparator; value: number },
  window: SeriesWindow,
): boolean | undefined {
  const number = summarise(of, window);
  if (number === undefined) return undefined;
  const holds = compare(number, op, value);
  const certain = (of === 'max' && op.startsWith('>') && holds) || (of === 'min' && op.startsWith('<') && holds);
  return certain || isCovered(window) ? holds : undefined;
}

function summarise(of: Summary, { points, from, step }: SeriesWindow): number | undefined {
  const values = points.map(({ value }) => value);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  switch (of) {
    case 'avg':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
    case 'p95':
      return quantileOf(sorted(values), 0.95);
    case 'delta':
    case 'rate': {
      // a change over the window is not known from its end alone
      const length = last.at + step - from;
      if (first === last || first.at - from > Math.max(step, length / 4)) return undefined;
      return of === 'delta' ? last.value - first.value : slope(points);
    }
  }
}

/** Slope of the straight line nearest to the points (least squares), in units a second. */
function slope(points: readonly SeriesValue[]): number {
  const origin = points[0]?.at ?? 0;
  const middle = points.reduce((sum, { at }) => sum + (at - origin), 0) / points.length;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / points.length;
  let [above, below] = [0, 0];
  for (const { at, value } of points) {
    above += (at - origin - middle) * (value - mean);
    below += (at - origin - middle) ** 2;
  }
  return above / below;
}
