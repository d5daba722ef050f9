import { at } from '../statistics/order.ts';
import type { HeldBack } from './conformal.ts';

/**
 * Paths that a series may take: the forecast, and on it the errors made from each origin on, each as one path, so that
 * what belongs together stays together: a series that is above its forecast now is above it an hour later, and a rare
 * event is in few of the paths, not a little in each. Errors that end early (the origin was near the present) begin
 * again. A gap repeats the error before it.
 *
 * @param middle the forecast one step ahead, 0 for the first
 * @param drift what a standard deviation of the slope makes of that step
 * @param steps fine steps
 */
export function pathsOf(
  held: readonly HeldBack[],
  middle: (step: number) => number,
  drift: (step: number) => number,
  steps: number,
): number[][] {
  const told = held.filter(({ errors }) => errors.length >= Math.min(steps, SHORTEST) && errors.some(Number.isFinite));
  return told.map(({ errors }, index) => {
    const steep = shuffledNormal(index, told.length);
    let error = 0;
    return Array.from({ length: steps }, (_, step) => {
      const next = at(errors, step % errors.length);
      if (!Number.isNaN(next)) error = next;
      return middle(step) + error + steep * drift(step);
    });
  });
}

/** Errors of fewer steps are no path. */
const SHORTEST = 6;

/** Quantiles of a normal distribution, each path its own, neighbours far apart (golden ratio). */
function shuffledNormal(index: number, count: number): number {
  const place = ((index + 0.5) * 0.618_034 + 0.5 / count) % 1;
  // Tukey's lambda, within 0.03 of the normal quantile between 0.01 and 0.99
  return (place ** 0.135 - (1 - place) ** 0.135) / 0.1975;
}
