import type { HeldBack } from './conformal.ts';
import type { Grid } from './grid.ts';
import { type Line, leftTheUsual, robustLine } from './robustLine.ts';
import type { Attempt, Origin } from './rolling.ts';
import { without } from './season.ts';

/** What is going on now is judged by the last two hours; of less than a day of history by its last twelfth. */
const NOW_SECONDS = 7_200;
const NOW_SHARE = 1 / 12;

export interface Gated extends Attempt {
  /** the line that is followed now */
  line: Line | undefined;
  /** those that were followed at the origins */
  lines: readonly (Line | undefined)[];
}

/** The line at one moment, where the series has left what was usual. */
export function gatedLine({ known, season, ahead }: Origin): Line | undefined {
  const rest = without(known.cells, season.profile);
  const seconds = Math.min(NOW_SECONDS, NOW_SHARE * known.cells.length * known.step);
  const cells = Math.max(2, Math.round(seconds / known.step));
  return leftTheUsual(rest, season, cells) ? robustLine(rest, season, ahead) : undefined;
}

/** The line where the last hours left the usual and move along one, another method's path else. */
export function gated(usual: Attempt, origins: readonly Origin[], now: Origin): Gated {
  const line = gatedLine(now);
  const lines = origins.map(gatedLine);
  return {
    line,
    lines,
    path: line?.path ?? usual.path,
    past: lines.map((one, index) => one?.path ?? usual.past[index] ?? []),
  };
}

/** An origin knew of the growth that goes on now if it followed a line over this share of what is seen of it by now. */
const KNEW = 0.4;

/**
 * Of errors made at the origins, those that tell how far off the present line may be: made by a line in this growth, or
 * before it. What an origin that knew nothing of the growth got wrong in it says nothing of a forecast that follows it.
 */
export function ofThisRegime(held: readonly HeldBack[], { line, lines }: Gated, grid: Grid): readonly HeldBack[] {
  if (line === undefined) return held;
  const start = grid.cells.length - line.cells;
  const kept = held
    .map((one, index) => {
      if (one.cell >= start) return (lines[index]?.cells ?? 0) >= KNEW * line.cells ? one : undefined;
      const ahead = Math.min(one.ahead, start - one.cell);
      return { cell: one.cell, ahead, errors: one.errors.slice(0, ahead * grid.perCell) };
    })
    .filter((one) => one !== undefined);
  return kept.length >= FEWEST ? kept : held;
}

/** Fewer origins than this tell no width. */
const FEWEST = 5;
