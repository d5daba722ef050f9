import type { Drawn } from './thinned.ts';

/** Where a line breaks: nothing was measured for this many steps, and for this share of what is drawn. */
const HOLE_STEPS = 3;
const HOLE_SHARE = 0.01;

/** Seconds without a point that are a hole in what is drawn. */
export function holeOf(points: readonly Drawn[], step: number): number {
  const whole = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  return Math.max(HOLE_STEPS * step, HOLE_SHARE * whole);
}

/** A line that breaks at holes; times in milliseconds, as the axis has them. */
export function lineOf(points: readonly Drawn[], key: 'value' | 'expected', hole: number): [number, number | null][] {
  const line: [number, number | null][] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const point of points) {
    if (point.at - before > hole) line.push([before * 1000, null]);
    line.push([point.at * 1000, Number.isFinite(point[key]) ? point[key] : null]);
    before = point.at;
  }
  return line;
}
