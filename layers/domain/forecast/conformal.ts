import { at } from '../statistics/order.ts';
import type { Grid } from './grid.ts';
import { poolOf, quantile } from './pool.ts';
import type { Origin } from './rolling.ts';

/** Errors of a method at one origin: what came less what was foreseen, one a fine step, NaN where nothing came. */
export interface HeldBack {
  cell: number;
  ahead: number;
  errors: Float64Array;
}

export function heldBack(grid: Grid, { cell, ahead }: Origin, path: readonly number[]): HeldBack {
  const { perCell, fine } = grid;
  const errors = Float64Array.from(
    { length: ahead * perCell },
    (_, step) => at(fine, cell * perCell + step) - between(path, step, perCell),
  );
  return { cell, ahead, errors };
}

/** A path of cells at a fine step: straight between the cells' middles. */
export function between(path: readonly number[], step: number, perCell: number): number {
  if (perCell === 1) return at(path, step);
  const place = Math.max(0, Math.min(path.length - 1, (step + 0.5) / perCell - 0.5));
  const low = Math.floor(place);
  const left = at(path, low);
  return left + (place - low) * ((path[low + 1] ?? left) - left);
}

/** Horizons that widths are measured for, cells; those between are between them. */
export function anchorsOf(ahead: number): number[] {
  const anchors: number[] = [];
  for (let cell = 1; cell < ahead; cell = Math.max(cell + 1, Math.round(cell * 1.5))) anchors.push(cell);
  return [...anchors, ahead];
}

export interface Calibration {
  /** what to add to the path for each level, by horizon in cells from 1 on */
  offsets(level: number, cell: number): number;
  /** share of held-back values inside the lowest and highest level, each judged by origins apart from it */
  coverage: number;
  origins: number;
}

/**
 * Split conformal intervals (Vovk, Gammerman and Shafer 2005; Lei et al. 2018) by rolling origins and by horizon, as
 * in Stankevičiūtė, Alaa and van der Schaar (2021): the quantiles of the errors made at the origins, in groups, as the
 * errors of one origin are akin (Dunn, Wasserman and Ramdas 2023). An error of an origin is judged only by origins
 * whose windows do not overlap with its own.
 */
export function calibrate(
  held: readonly HeldBack[],
  levels: readonly number[],
  ahead: number,
  perCell: number,
): Calibration {
  const anchors = anchorsOf(ahead);
  const pools = anchors.map((anchor) => poolOf(held, anchor, perCell));
  const table = new Map(
    levels.map((level) => [
      level,
      fillGaps(
        pools.map((pool) =>
          outward(
            quantile(pool, level, () => false),
            level,
          ),
        ),
      ),
    ]),
  );
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  let inside = 0;
  let judged = 0;
  for (const pool of pools) {
    for (const [owner, { cell }] of held.entries()) {
      const apart = (other: number): boolean => Math.abs((held[other]?.cell ?? 0) - cell) < Math.max(1, pool.anchor);
      const from = outward(quantile(pool, low, apart), low);
      const to = outward(quantile(pool, high, apart), high);
      if (Number.isNaN(from + to)) continue;
      for (let index = 0; index < pool.errors.length; index++) {
        if (pool.owners[index] !== owner) continue;
        const error = at(pool.errors, index);
        judged++;
        if (error >= from && error <= to) inside++;
      }
    }
  }
  return {
    offsets: (level, cell) => along(anchors, table.get(level) ?? [], cell),
    coverage: judged === 0 ? Number.NaN : inside / judged,
    origins: held.length,
  };
}

/** A lower level is not above the path, an upper one not below. */
const outward = (error: number, level: number): number =>
  level === 0.5 ? 0 : level < 0.5 ? Math.min(0, error) : Math.max(0, error);

/** An anchor without errors is as wide as the one before. */
function fillGaps(values: number[]): number[] {
  let before = values.find((value) => !Number.isNaN(value)) ?? 0;
  return values.map((value) => {
    if (!Number.isNaN(value)) before = value;
    return before;
  });
}

function along(anchors: readonly number[], values: readonly number[], cell: number): number {
  const next = anchors.findIndex((anchor) => anchor >= cell);
  if (next <= 0) return at(values, next === 0 ? 0 : values.length - 1);
  const low = at(anchors, next - 1);
  const share = (cell - low) / (at(anchors, next) - low);
  return at(values, next - 1) + share * (at(values, next) - at(values, next - 1));
}
