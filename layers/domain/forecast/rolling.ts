import { type Grid, until } from './grid.ts';
import { type Season, seasonOf } from './season.ts';

/** A moment in the past from which the series is forecast with what was known then. */
export interface Origin {
  /** cells known */
  cell: number;
  /** cells that can be compared with what came */
  ahead: number;
  known: Grid;
  season: Season;
}

/** What a method says of the present, and said at each origin (as long as what came). */
export interface Attempt {
  path: readonly number[];
  past: readonly (readonly number[])[];
}

/** The present as an origin: nothing has come yet, `ahead` is what is wanted. */
export const present = (grid: Grid, ahead: number): Origin => ({
  cell: grid.cells.length,
  ahead,
  known: grid,
  season: seasonOf(grid.cells, grid.day),
});

/** Days that the origins are spread over: a week has all kinds of days, and what was usual before that may be over. */
export const SPAN_DAYS = 7;

/**
 * `count` origins over the last days, evenly, each with `least` cells known. Half of the history is kept to learn from
 * where it is shorter than twice the span.
 */
export function originsOf(
  grid: Grid,
  { count, ahead, least }: { count: number; ahead: number; least: number },
): Origin[] {
  const cells = grid.cells.length;
  const first = Math.max(least, cells - ahead - SPAN_DAYS * grid.day, Math.floor((cells - ahead) / 2));
  const places = new Set(
    Array.from({ length: count }, (_, index) => Math.floor(first + ((cells - 1 - first) * (index + 0.5)) / count)),
  );
  return [...places]
    .filter((cell) => cell >= least && cell < cells)
    .map((cell) => {
      const known = until(grid, cell);
      return { cell, ahead: Math.min(ahead, cells - cell), known, season: seasonOf(known.cells, grid.day) };
    });
}
