import type { MetricDefinition } from '../metric/catalogue.ts';
import { median, spread } from './robust.ts';

/** What is expected of a series, and how far it strays when nothing is wrong. */
export interface Baseline {
  expected: number;
  /** robust standard deviation of one point; never zero */
  scale: number;
  /** smallest deviation worth anyone's time */
  floor: number;
  lower: number;
  upper: number;
}

/** A constant series has no spread of its own: then a deviation as large as the floor counts as `DEVIATIONS` of them. */
export const DEVIATIONS = 4;

/** Robust level and spread of what the series has learnt, clamped to the metric's natural bounds. */
export function baselineOf(learnt: readonly number[], definition: MetricDefinition): Baseline {
  const expected = median(learnt);
  const floor = Math.max(definition.floor.absolute, definition.floor.relative * Math.abs(expected), 1e-9);
  const scale = Math.max(spread(learnt, expected), floor / DEVIATIONS);
  const reach = DEVIATIONS * scale;
  const [least, most] = definition.bounds;
  return {
    expected,
    scale,
    floor,
    lower: Math.max(least, expected - reach),
    upper: Math.min(most, expected + reach),
  };
}
