/** A point of a line; NaN breaks it. */
export interface LinePoint {
  /** epoch seconds */
  at: number;
  value: number;
}

/** Where a line breaks: nothing was measured for this many steps, and for this share of what is drawn. */
const HOLE_STEPS = 3;
const HOLE_SHARE = 0.01;

/** Seconds without a point that are a hole in what is drawn. */
export function holeOf(points: readonly { at: number }[], step: number): number {
  const whole = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  return Math.max(HOLE_STEPS * step, HOLE_SHARE * whole);
}

export interface Line {
  name: string;
  colour: string;
  points: readonly LinePoint[];
  /** seconds without a point that break it */
  hole: number;
  thin?: boolean;
}

export function lineSeries({ name, colour, points, hole, thin = false }: Line) {
  return {
    name,
    type: 'line',
    data: broken(points, hole),
    symbol: 'none',
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: thin ? 0.8 : 1.4, opacity: thin ? 0.8 : 1 },
    z: thin ? 5 : 4,
  };
}

/** Times in milliseconds, as the axis has them. */
function broken(points: readonly LinePoint[], hole: number): [number, number | null][] {
  const line: [number, number | null][] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const { at, value } of points) {
    if (at - before > hole) line.push([before * 1000, null]);
    line.push([at * 1000, Number.isFinite(value) ? value : null]);
    before = at;
  }
  return line;
}
