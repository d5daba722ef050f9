import type { HeldBack } from './conformal.ts';
import { at } from './order.ts';

/**
 * Paths that a series may take: the errors made from each origin on, as one path each, so that what belongs together
 * stays together (a series that is above the forecast now is above it an hour later), mapped rank by rank to the
 * calibrated quantiles of each moment (Clark et al. 2004, the "Schaake shuffle").
 *
 * @param quantilesAt quantiles of one step ahead, 0 for the first, beside `levels`
 * @param steps fine steps
 */
export function pathsOf(
  held: readonly HeldBack[],
  levels: readonly number[],
  quantilesAt: (step: number) => readonly number[],
  steps: number,
): number[][] {
  const full = held.filter(({ errors }) => errors.length >= steps);
  if (full.length < FEWEST) return [];
  const paths = full.map(() => new Array<number>(steps));
  for (let step = 0; step < steps; step++) {
    const quantiles = quantilesAt(step);
    const order = full.map(({ errors }, path) => ({ path, error: at(errors, step) }));
    // a gap stands in the middle
    order.sort(
      (a, b) => (Number.isNaN(a.error) ? 0 : a.error) - (Number.isNaN(b.error) ? 0 : b.error) || a.path - b.path,
    );
    for (const [rank, { path }] of order.entries()) {
      const values = paths[path];
      if (values !== undefined) values[step] = valueAt((rank + 0.5) / full.length, levels, quantiles);
    }
  }
  return paths;
}

/** Fewer paths than this say less of a chance than the quantiles do. */
const FEWEST = 8;

/** Value at a level, straight between the known quantiles; beyond the outermost as steep as within. */
export function valueAt(level: number, levels: readonly number[], quantiles: readonly number[]): number {
  const last = levels.length - 1;
  let high = levels.findIndex((known) => known >= level);
  if (high === -1) high = last;
  if (high === 0) high = 1;
  const low = high - 1;
  const share = (level - at(levels, low)) / (at(levels, high) - at(levels, low));
  return at(quantiles, low) + share * (at(quantiles, high) - at(quantiles, low));
}
