import { mean, tailScore } from '../robust.ts';
import { badPart, type Voice } from '../voice.ts';

const LENGTH = 6;
/** The mean of six points strays less than one: it may speak up earlier, at this share of what one point needs. */
const SHARE = 0.75;

/** Distance of the mean of the last points from the expected value: sees what climbs slowly. */
export const movingAverage: Voice = ({ recent, baseline, definition }) => {
  const values = recent.slice(-LENGTH).map(({ value }) => value);
  if (values.length < LENGTH) return { name: 'moving_average', excess: 0, score: 0, direction: 'up' };
  const deviation = mean(values) - baseline.expected;
  const bad = badPart(deviation, definition);
  const z = bad / (baseline.scale / Math.sqrt(LENGTH));
  return {
    name: 'moving_average',
    // neighbouring points are alike, so the spread of the mean is taken as half a point's, not its sixth root
    excess: Math.min(bad / (2 * baseline.scale), bad / (SHARE * baseline.floor)),
    score: tailScore(z),
    direction: deviation < 0 ? 'down' : 'up',
  };
};
