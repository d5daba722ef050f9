import { medianOf } from '../statistics/order.ts';
import { inProfile } from './profile.ts';
import { type Season, without } from './season.ts';

/** How the level of a series without its season is told, and how it goes on. */
export interface LevelRule {
  /** the last cells whose median it is */
  window: number;
  /** what the last values are off decays as it usually does; else it is forgotten at once */
  decays: boolean;
}

/**
 * Level of the last cells, going on for `ahead` cells; with what the last three are off decaying by the lag-one
 * autocorrelation, far values pulled in, so that one spike does not set it.
 *
 * @param rest values without their season
 */
export function levelAhead(rest: readonly number[], { window, decays }: LevelRule, ahead: number): number[] {
  const recent = medianOf(rest.slice(-window));
  const level = Number.isNaN(recent) ? medianOf(rest) : recent;
  if (!decays) return new Array<number>(ahead).fill(level);
  const off = medianOf(rest.slice(-3)) - level;
  const phi = Number.isNaN(off) ? 0 : autocorrelation(rest, level);
  const start = Number.isNaN(off) ? 0 : off;
  return Array.from({ length: ahead }, (_, cell) => level + start * phi ** (cell + 1));
}

/**
 * Median profile of a day, slope by the seasonal Kendall estimator (Hirsch, Slack and Smith 1982) where it is certain,
 * AR(1) correction.
 *
 * @param values one a cell, NaN where none
 */
export function robustSeasonal(values: readonly number[], { day, profile, slope }: Season, ahead: number): number[] {
  const rest = without(values, profile).map((value, index) => value - slope * (index + 1 - values.length));
  return levelAhead(rest, { window: day, decays: true }, ahead).map(
    (level, cell) => level + slope * (cell + 1) + inProfile(profile, cell),
  );
}

/** Cells that the autocorrelation is taken of, at most. */
const ENOUGH = 1_344;

function autocorrelation(rest: readonly number[], level: number): number {
  const off = Float64Array.from(rest.slice(-ENOUGH), (value) => value - level);
  const far = 3 * 1.4826 * medianOf(off.map(Math.abs));
  let together = 0;
  let alone = 0;
  let before = Number.NaN;
  for (const value of off) {
    const now = Math.max(-far, Math.min(far, value));
    if (!Number.isNaN(now + before)) {
      together += now * before;
      alone += before * before;
    }
    before = now;
  }
  return alone === 0 ? 0 : Math.max(0, Math.min(0.999, together / alone));
}
