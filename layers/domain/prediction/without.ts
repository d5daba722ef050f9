import { QUANTILES } from '../forecast/forecast.ts';
import { fresh, freshSoon, type Prediction } from './prediction.ts';

/**
 * How well the metric could have stood at a time by itself: what the forecast leaves only one chance in twenty of being
 * bettered. Who acted and got further than that has helped. Nothing where no fresh forecast reaches that time.
 */
export function bestWithout(
  { soon, near, far }: Pick<Prediction, 'soon' | 'near' | 'far'>,
  direction: 'up' | 'down',
  { now, at }: { now: number; at: number },
): number | undefined {
  const outlook = [freshSoon(soon, now), fresh(near, now), fresh(far, now)].find(
    (one) => (one?.points.at(-1)?.at ?? 0) >= at,
  );
  const there = outlook?.points.find((point) => point.at >= at);
  return there?.quantiles[direction === 'up' ? 0 : QUANTILES.length - 1];
}
