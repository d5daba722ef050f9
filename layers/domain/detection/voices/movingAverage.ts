import type { MetricDefinition } from '../../metric/catalogue.ts';
import type { Baseline } from '../baseline.ts';
import { median, tailScore } from '../robust.ts';
import { LOOKED_AT } from '../seriesState.ts';
import { badPart, type Point, type Voice } from '../voice.ts';

/** The middle of several points strays less than one of them, so half of the deviations that one point needs are odd. */
const DEVIATIONS = 2;

/** How odd the median of some points is: in the deviations that a median needs, or in floors; the smaller counts. */
export function middleExcess(points: readonly Point[], baseline: Baseline, definition: MetricDefinition): number {
  const bad = badPart(median(points.map(({ value }) => value)) - baseline.expected, definition);
  return Math.min(bad / (DEVIATIONS * baseline.scale), bad / baseline.floor);
}

/** Distance of the median of the last points from the expected value: sees what climbs slowly, and no lone spike. */
export const movingAverage: Voice = ({ recent, baseline, definition }) => {
  const last = recent.slice(-LOOKED_AT);
  if (last.length < LOOKED_AT) return { name: 'moving_average', excess: 0, score: 0, direction: 'up' };
  const deviation = median(last.map(({ value }) => value)) - baseline.expected;
  return {
    name: 'moving_average',
    excess: middleExcess(last, baseline, definition),
    // neighbouring points are alike, so the spread of their middle is taken as half a point's, not its sixth root
    score: tailScore(badPart(deviation, definition) / (baseline.scale / DEVIATIONS)),
    direction: deviation < 0 ? 'down' : 'up',
  };
};
