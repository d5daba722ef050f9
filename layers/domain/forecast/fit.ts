import { at, medianOf } from '../statistics/order.ts';
import { type Grid, since } from './grid.ts';

/** What a history must have for a forecast; a sentence where it does not, or the part that is to be used. */
export type Fit = { grid: Grid; reason?: undefined } | { grid?: undefined; reason: string };

/** Points without which nothing is said: fewer do not even tell noise from movement. */
const FEWEST = 24;
/** Histories must be this many horizons long: errors are measured on what is held back. */
const HORIZONS = 2;
/** Share of the points that may miss. */
const MOST_MISSING = 0.5;
/** A change by this factor between neighbouring hours, never crossed before nor after, is another unit or another job. */
const BREAK = 3;
const HOUR = 3_600;

export function fitFor(whole: Grid, horizon: number): Fit {
  const grid = sinceBreak(whole);
  const broken = grid !== whole;
  const cells = grid.cells.length;
  const seen = grid.fine.filter((value) => !Number.isNaN(value)).length;
  const changed = broken ? ' since it changed its scale' : '';
  if (seen < FEWEST) return { reason: `A forecast needs ${FEWEST} points at least; the series has ${seen}${changed}.` };
  if (cells * grid.step < HORIZONS * horizon) {
    const [wanted, there] = [HORIZONS * horizon, cells * grid.step].map(duration);
    return { reason: `A forecast of ${duration(horizon)} needs ${wanted} of history; there are ${there}${changed}.` };
  }
  const missing = 1 - seen / grid.fine.length;
  if (missing > MOST_MISSING)
    return { reason: `${Math.round(100 * missing)} % of the history is missing; at most ${100 * MOST_MISSING} % may.` };
  return { grid };
}

/** The history after the last change of scale, or all of it. */
function sinceBreak(grid: Grid): Grid {
  const block = Math.max(1, Math.round(HOUR / grid.step));
  const blocks = Array.from({ length: Math.floor(grid.cells.length / block) }, (_, index) =>
    medianOf(grid.cells.slice(index * block, (index + 1) * block)),
  );
  const least = new Float64Array(blocks.length + 1).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(blocks.length + 1).fill(Number.NEGATIVE_INFINITY);
  for (let index = blocks.length - 1; index >= 0; index--) {
    const value = blocks[index] ?? Number.NaN;
    least[index] = Number.isNaN(value) ? at(least, index + 1) : Math.min(at(least, index + 1), value);
    most[index] = Number.isNaN(value) ? at(most, index + 1) : Math.max(at(most, index + 1), value);
  }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let found = 0;
  for (let index = 1; index < blocks.length - 1; index++) {
    const value = blocks[index - 1] ?? Number.NaN;
    if (!Number.isNaN(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    if (low <= 0 || at(least, index) <= 0) continue;
    if (at(least, index) > BREAK * high || at(most, index) * BREAK < low) found = index;
  }
  return found === 0 ? grid : since(grid, found * block);
}

/** "90 min", "36 h", "12 d" */
function duration(seconds: number): string {
  if (seconds < 2 * HOUR) return `${Math.round(seconds / 60)} min`;
  if (seconds < 96 * HOUR) return `${Math.round(seconds / HOUR)} h`;
  return `${Math.round(seconds / (24 * HOUR))} d`;
}
