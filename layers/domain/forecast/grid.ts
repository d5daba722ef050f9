import type { SeriesValue } from '../series/average.ts';
import { at } from '../statistics/order.ts';

const DAY = 86_400;

/** A series at even steps that ends with its last point. NaN is a gap. */
export interface Grid {
  /** epoch seconds of the last point */
  last: number;
  /** seconds between `fine` values */
  fineStep: number;
  fine: readonly number[];
  /** `fine` values in one cell */
  perCell: number;
  /** mean of each cell; the last one ends with the last point */
  cells: readonly number[];
  /** seconds of a cell */
  step: number;
  /** cells of a day, never less than one */
  day: number;
}

/** Cells that a horizon is cut into, at most: 15 minutes for a day, as fine as profiles of few days can be told. */
const CELLS = 96;
/** No model looks back further: months-old habits mislead more than they teach, and cost time. */
export const MEMORY = 28 * DAY;
/** Cells of history that an origin costs time for, at most. A fine grid has a shorter memory. */
const MOST_CELLS = 4_032;
const NICE = [10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, DAY];

/** Lays points, in whatever order and however irregular, on even steps; several in one step are averaged. */
export function gridOf(points: readonly SeriesValue[], step: number, horizon: number): Grid {
  let last = Number.NEGATIVE_INFINITY;
  for (const point of points) if (Number.isFinite(point.value) && point.at > last) last = point.at;
  const wide = cellStep(step, horizon);
  const perCell = Math.max(1, Math.round(wide / step));
  const cell = perCell * step;
  const span = Math.min(MEMORY, MOST_CELLS * cell);
  const sums = new Map<number, { sum: number; count: number }>();
  let longest = 0;
  for (const point of points) {
    if (!Number.isFinite(point.value)) continue;
    const back = Math.round((last - point.at) / step);
    if (back * step >= span) continue;
    const inside = sums.get(back);
    if (inside === undefined) sums.set(back, { sum: point.value, count: 1 });
    else {
      inside.sum += point.value;
      inside.count++;
    }
    longest = Math.max(longest, back);
  }
  const cellCount = sums.size === 0 ? 0 : Math.floor((longest + 1) / perCell);
  const fine = Array.from({ length: cellCount * perCell }, (_, index) => {
    const inside = sums.get(cellCount * perCell - 1 - index);
    return inside === undefined ? Number.NaN : inside.sum / inside.count;
  });
  const cells = Array.from({ length: cellCount }, (_, index) => meanOf(fine, index * perCell, perCell));
  return { last, fineStep: step, fine, perCell, cells, step: cell, day: Math.max(1, Math.round(DAY / cell)) };
}

/** What was known at an earlier cell. */
export function until(grid: Grid, cell: number): Grid {
  return {
    ...grid,
    last: grid.last - (grid.cells.length - cell) * grid.step,
    fine: grid.fine.slice(0, cell * grid.perCell),
    cells: grid.cells.slice(0, cell),
  };
}

/** Only what is after a cell. */
export function since(grid: Grid, cell: number): Grid {
  return { ...grid, fine: grid.fine.slice(cell * grid.perCell), cells: grid.cells.slice(cell) };
}

/** Seconds of a cell: the series' own step, or as much coarser as leaves a horizon its cells, in parts of a day. */
function cellStep(step: number, horizon: number): number {
  const wanted = Math.min(horizon, DAY) / CELLS;
  if (step >= wanted) return step;
  return NICE.find((nice) => nice >= wanted && nice % step === 0) ?? step * Math.ceil(wanted / step);
}

function meanOf(values: readonly number[], from: number, count: number): number {
  let sum = 0;
  let seen = 0;
  for (let index = from; index < from + count; index++) {
    const value = at(values, index);
    if (Number.isNaN(value)) continue;
    sum += value;
    seen++;
  }
  return seen === 0 ? Number.NaN : sum / seen;
}
