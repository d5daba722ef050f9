import type { SeriesValue } from '#domain/series/average.ts';
import type { Around } from './eachFile.ts';
import type { Place } from './places.ts';
import { type Row, readRows } from './rows.ts';
import { ENOUGH_GAPS, stepOf } from './step.ts';
import type { TimeStyle } from './time.ts';

/** The newest points count, and no file is too large: 23 days at ten seconds, 139 at a minute. */
export const MOST_POINTS = 200_000;
const ROWS_A_STEP = 1_000;

/** What a forecast is made from. */
export interface History {
  /** the newest `MOST_POINTS`, as they came */
  points: readonly SeriesValue[];
  /** rows read */
  rows: number;
  /** seconds; undefined where no time is later than another */
  step: number | undefined;
  /** how times are written in the file */
  style: TimeStyle;
}

/** Reads a file to its end, and tells each row on the way. */
export async function readHistory(place: Place, around: Around, each?: (row: Row) => void): Promise<History> {
  const { terminal, progress, signal } = around;
  const warn = (text: string): void => terminal.aside(terminal.colours.yellow(text));
  let points: SeriesValue[] = [];
  const first: number[] = [];
  let rows = 0;
  let style: TimeStyle = 'plain';
  for await (const row of readRows(place.input, { shown: place.shown, warn })) {
    rows += 1;
    style = row.style;
    if (first.length <= ENOUGH_GAPS) first.push(row.at);
    points.push({ at: row.at, value: row.number });
    if (points.length >= 2 * MOST_POINTS) points = points.slice(-MOST_POINTS);
    each?.(row);
    if (rows % ROWS_A_STEP !== 0) continue;
    signal.throwIfAborted();
    progress.rows(ROWS_A_STEP);
  }
  return { points: points.slice(-MOST_POINTS), rows, step: stepOf(first), style };
}
