import type { MetricDefinition } from '../metric/catalogue.ts';
import { median, spread } from './robust.ts';
import { badPart } from './voice.ts';

/** What is expected of a series, and how far it strays when nothing is wrong. */
export interface Baseline {
  expected: number;
  /** robust standard deviation of one point; never zero */
  scale: number;
  /** smallest deviation worth anyone's time */
  floor: number;
  /** how far single points of it stray by habit, the bad way */
  habit: number;
  lower: number;
  upper: number;
}

/** A constant series has no spread of its own: then a deviation as large as the floor counts as `DEVIATIONS` of them. */
export const DEVIATIONS = 4;
/** The same values are asked for when a point is judged and when the newest values are told: sorting them is what costs. */
const known = new WeakMap<readonly number[], { of: MetricDefinition; baseline: Baseline }>();

/** Robust level and spread of what the series has learnt, clamped to the metric's natural bounds. */
export function baselineOf(learnt: readonly number[], definition: MetricDefinition): Baseline {
  const kept = known.get(learnt);
  if (kept?.of === definition) return kept.baseline;
  const baseline = measured(learnt, definition);
  known.set(learnt, { of: definition, baseline });
  return baseline;
}

function measured(learnt: readonly number[], definition: MetricDefinition): Baseline {
  const expected = median(learnt);
  const floor = Math.max(definition.floor.absolute, definition.floor.relative * Math.abs(expected), 1e-9);
  const scale = Math.max(spread(learnt, expected), floor / DEVIATIONS);
  const reach = DEVIATIONS * scale;
  const [least, most] = definition.bounds;
  return {
    expected,
    scale,
    floor,
    habit: habitOf(learnt, expected, definition),
    lower: Math.max(least, expected - reach),
    upper: Math.min(most, expected + reach),
  };
}

/** A series strays by habit as far as the second largest of its deviations: one accident in a window is none. */
function habitOf(learnt: readonly number[], expected: number, definition: MetricDefinition): number {
  let largest = 0;
  let second = 0;
  for (const value of learnt) {
    const strayed = badPart(value - expected, definition);
    second = Math.max(second, Math.min(largest, strayed));
    largest = Math.max(largest, strayed);
  }
  return second;
}
