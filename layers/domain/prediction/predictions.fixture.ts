import { QUANTILES } from '../forecast/forecast.ts';
import type { Outlook } from './outlook.ts';
import { EXTREMES } from './outlook.ts';
import { emptyPrediction, type Prediction } from './prediction.ts';

const MINUTE = 60;

/** A series that climbs straight from one value to another, give or take `spread`, which grows with the way. */
export function climbing(
  { now, from, to, seconds, spread = 0 }: { now: number; from: number; to: number; seconds: number; spread?: number },
  change: Partial<Outlook> = {},
): Outlook {
  const count = Math.min(36, Math.floor(seconds / MINUTE));
  const points = Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    const middle = from + (to - from) * share;
    const at = (level: number) => middle + 2 * spread * share * (level - 0.5);
    return {
      at: now + share * seconds,
      quantiles: QUANTILES.map(at),
      highest: EXTREMES.map(at),
      lowest: EXTREMES.map((level) => Math.min(from, at(level))),
    };
  });
  return {
    method: 'robust_line',
    made_at: now,
    step: MINUTE,
    made_from: 200,
    coverage: 0.9,
    error: 0.5,
    points,
    ...change,
  };
}

export const aPrediction = (change: Partial<Prediction> = {}): Prediction => ({
  ...emptyPrediction('orders', 'cpu_usage'),
  ...change,
});
