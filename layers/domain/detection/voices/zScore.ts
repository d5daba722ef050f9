import { DEVIATIONS } from '../baseline.ts';
import { tailScore } from '../robust.ts';
import { badPart, type Voice } from '../voice.ts';

/** Odd is what strays a quarter further than the series does by habit. */
const BEYOND_HABIT = 1.25;

/** Distance of one point from the expected value: in robust standard deviations, in floors, and beside what single
 *  points of this series do by habit. The smallest counts. */
export const zScore: Voice = ({ value, baseline, definition }) => {
  const deviation = value - baseline.expected;
  const bad = badPart(deviation, definition);
  const z = bad / baseline.scale;
  const { habit, floor } = baseline;
  return {
    name: 'zscore',
    excess: Math.min(z / DEVIATIONS, bad / Math.max(floor, BEYOND_HABIT * habit)),
    score: tailScore(z),
    direction: deviation < 0 ? 'down' : 'up',
  };
};
