import { type Line, leftTheUsual, robustLine } from './robustLine.ts';
import type { Attempt, Origin } from './rolling.ts';
import { without } from './season.ts';

const TWO_HOURS = 7_200;

export interface Gated extends Attempt {
  /** the line that is followed now */
  line: Line | undefined;
}

/** The line at one moment, where the series has left what was usual. */
export function gatedLine({ known, season, ahead }: Origin): Line | undefined {
  const rest = without(known.cells, season.profile);
  const cells = Math.max(2, Math.round(TWO_HOURS / known.step));
  return leftTheUsual(rest, season, cells) ? robustLine(rest, season, ahead) : undefined;
}

/** The line where the last hours left the usual and move along one, another method's path else. */
export function gated(usual: Attempt, origins: readonly Origin[], now: Origin): Gated {
  const line = gatedLine(now);
  return {
    line,
    path: line?.path ?? usual.path,
    past: origins.map((origin, index) => gatedLine(origin)?.path ?? usual.past[index] ?? []),
  };
}
