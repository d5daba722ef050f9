import { DEVIATIONS } from '../baseline.ts';
import { tailScore } from '../robust.ts';
import { badPart, type Voice } from '../voice.ts';

/** Distance of one point from the expected value, in robust standard deviations and in floors: the smaller counts. */
export const zScore: Voice = ({ value, baseline, definition }) => {
  const deviation = value - baseline.expected;
  const bad = badPart(deviation, definition);
  const z = bad / baseline.scale;
  return {
    name: 'zscore',
    excess: Math.min(z / DEVIATIONS, bad / baseline.floor),
    score: tailScore(z),
    direction: deviation < 0 ? 'down' : 'up',
  };
};
