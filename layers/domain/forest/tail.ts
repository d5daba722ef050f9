import { quantileOf } from '../statistics/order.ts';

/**
 * How large a forest's scores are on what it was trained on, as little as tells the rarity of a new score: a grid up to a
 * high threshold, and the mean by which scores exceed it.
 */
export interface Tail {
  /** the share of the training scores above which the tail is a curve and no count */
  from: number;
  /** scores at evenly spaced shares, from 0 to `from` */
  grid: readonly number[];
  /** mean excess above the last of the grid: the scale of an exponential tail */
  scale: number;
}

/** A tenth of the scores tells the tail's scale: of fifty rows, five; of more, the bulk would tell it. */
export const TAIL_FROM = 0.9;
const STEPS = 9;

/**
 * Peaks over threshold, with the exponential tail that bounded scores have at most: so "one in a thousand" means the same
 * of fifty rows and of twenty thousand. (Pickands 1975; Siffer et al., "Anomaly detection in streams with extreme value
 * theory", KDD 2017, fit the generalised Pareto, whose second parameter fifty rows cannot give.)
 */
export function tailOf(scores: readonly number[], share = TAIL_FROM): Tail {
  const sorted = Float64Array.from(scores).sort();
  const grid = Array.from({ length: STEPS + 1 }, (_, step) => Math.fround(quantileOf(sorted, (share * step) / STEPS)));
  const from = grid[STEPS] ?? 0;
  const over = [...sorted].filter((score) => score > from).map((score) => score - from);
  const mean = over.reduce((sum, excess) => sum + excess, 0) / Math.max(1, over.length);
  return { from: share, grid, scale: Math.fround(Math.max(mean, 1e-4)) };
}

/** P(a score of what is usual ≥ this one), 0–1. */
export function rarityOf(score: number, { from: share, grid, scale }: Tail): number {
  const from = grid[grid.length - 1] ?? 0;
  if (score >= from) return (1 - share) * Math.exp(-(score - from) / scale);
  const above = grid.findIndex((bound) => bound > score);
  if (above <= 0) return 1;
  const [lower, upper] = [grid[above - 1] ?? 0, grid[above] ?? 0];
  return 1 - (share / STEPS) * (above - 1 + (score - lower) / (upper - lower));
}
