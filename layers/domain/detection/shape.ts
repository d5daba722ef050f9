import type { Shape } from '../anomaly/anomaly.ts';
import { mean } from './robust.ts';

/** A value this near to nothing, where something is usual, is a dropout. */
const NOTHING = 0.1;
/** So many of the last four points are about as far off as the last, by half of it at least: a level, not a spike. */
const LEVEL = 2;
const OF_LAST = 4;
const ABOUT = 0.5;
/** One step that makes less than this share of the whole way is no jump. */
const JUMP = 0.5;
/** Both ways by turns: the mean is less than this share of the mean distance. */
const BALANCED = 0.35;
const MANY = 6;

export interface Seen {
  /** the last residuals, oldest first, the odd ones among them */
  residuals: readonly number[];
  value: number;
  expected: number;
  /** distance that is still usual */
  band: number;
  /** the series stands still as it never did */
  flat: boolean;
}

/** What a chart of the last points looks like. At the first odd point it can only be a spike; later one knows better. */
export function shapeOf({ residuals, value, expected, band, flat }: Seen): Shape {
  const now = residuals[residuals.length - 1] ?? 0;
  if (expected > 0 && now < 0 && Math.abs(value) <= NOTHING * expected) return 'dropout';
  if (flat) return 'flatline';
  const odd = residuals.filter((residual) => Math.abs(residual) > band);
  const distances = odd.map(Math.abs);
  if (odd.length >= MANY && Math.abs(mean(odd)) < BALANCED * mean(distances)) return 'variance_change';
  if (staying(residuals) < LEVEL) return 'spike';
  const run = sameSide(residuals);
  if (run.length < residuals.length) {
    const before = residuals[residuals.length - run.length - 1] ?? 0;
    return jumped([before, ...run]) ? 'level_shift' : 'drift';
  }
  // all of them on one side: where they differ less than they are off, the jump to it is not in sight, and it came slowly
  const inSight = run.length < MANY || wayOf(run) >= mean(run.map(Math.abs));
  return inSight && jumped(run) ? 'level_shift' : 'drift';
}

/** How many of the newest residuals are about as far off as the last, to its side. */
function staying(residuals: readonly number[]): number {
  const last = residuals[residuals.length - 1] ?? 0;
  const about = (residual: number) => residual * Math.sign(last) >= ABOUT * Math.abs(last);
  return residuals.slice(-OF_LAST).filter(about).length;
}

/** The newest residuals that lie on the side of the last. */
function sameSide(residuals: readonly number[]): readonly number[] {
  const sign = Math.sign(residuals[residuals.length - 1] ?? 0);
  const other = residuals.findLastIndex((residual) => Math.sign(residual) !== sign);
  return residuals.slice(other + 1);
}

/** Whether one step made most of the way from the first to the farthest. */
function jumped(path: readonly number[]): boolean {
  const steps = path.slice(1).map((value, i) => Math.abs(value - (path[i] ?? 0)));
  return Math.max(...steps) >= JUMP * wayOf(path);
}

/** From the first to the farthest. */
function wayOf(path: readonly number[]): number {
  const from = path[0] ?? 0;
  return Math.max(...path.map((value) => Math.abs(value - from)));
}
