import { at } from '../statistics/order.ts';
import type { Grid } from './grid.ts';
import { type MemberPaths, membersOf } from './members.ts';
import type { Attempt, Origin } from './rolling.ts';

/** Weights of the members, a row for each range of horizons. */
export type Weights = readonly (readonly number[])[];

/** A member that errs 10 % more than the best has a weight of 1/e: sharp enough to choose, blunt enough to average. */
const SHARPNESS = 10;

/** Horizons are told apart by octaves of cells: 1, 2–3, 4–7 … */
const octave = (cell: number): number => Math.floor(Math.log2(cell + 1));

/**
 * Mean of simple members, weighted by how each did at the origins, for each range of horizons by itself: a level may be
 * best for the next hour and the day's profile for tomorrow. Averages of forecasts that err differently beat choosing
 * one (Bates and Granger 1969); weights as in exponentially weighted aggregation (Cesa-Bianchi and Lugosi 2006).
 */
export function blend(grid: Grid, origins: readonly Origin[], now: Origin): Attempt {
  const paths = ({ known, season, ahead }: Origin) => membersOf(known.cells, season, grid.step, ahead);
  const tried = origins.map(paths);
  const full = paths(now);
  const weights = weigh(grid, origins, tried, full.length, octave(now.ahead - 1) + 1);
  return {
    path: mix(full, weights, now.ahead),
    past: origins.map(({ ahead: seen }, index) => mix(tried[index] ?? [], weights, seen)),
  };
}

function weigh(
  grid: Grid,
  origins: readonly Origin[],
  tried: readonly MemberPaths[],
  members: number,
  octaves: number,
): Weights {
  const sums = Array.from({ length: octaves }, () => new Float64Array(members));
  const counts = Array.from({ length: octaves }, () => new Float64Array(members));
  for (const [index, { cell, ahead }] of origins.entries()) {
    for (const [member, path] of (tried[index] ?? []).entries()) {
      if (path === undefined) continue;
      for (let step = 0; step < ahead; step++) {
        const error = Math.abs(at(grid.cells, cell + step) - at(path, step));
        const sum = sums[octave(step)];
        const count = counts[octave(step)];
        if (Number.isNaN(error) || sum === undefined || count === undefined) continue;
        sum[member] = at(sum, member) + error;
        count[member] = at(count, member) + 1;
      }
    }
  }
  return sums.map((sum, row) => {
    const most = Math.max(...(counts[row] ?? []));
    // a member that could not take part in most origins has not been compared
    const errors = Array.from(sum, (error, member) => {
      const count = at(counts[row] ?? [], member);
      return count > 0 && count >= most / 2 ? error / count : Number.POSITIVE_INFINITY;
    });
    const best = Math.min(...errors);
    if (best === Number.POSITIVE_INFINITY) return errors.map(() => 1);
    return errors.map((error) => (best === 0 ? Number(error === 0) : Math.exp(-SHARPNESS * (error / best - 1))));
  });
}

function mix(paths: MemberPaths, weights: Weights, ahead: number): number[] {
  return Array.from({ length: ahead }, (_, step) => {
    const row = weights[octave(step)] ?? [];
    let sum = 0;
    let weight = 0;
    for (const [member, path] of paths.entries()) {
      const share = at(row, member);
      if (path === undefined || !(share > 0)) continue;
      const value = at(path, step);
      if (Number.isNaN(value)) continue;
      sum += share * value;
      weight += share;
    }
    return weight === 0 ? at(paths[0] ?? [], step) : sum / weight;
  });
}
