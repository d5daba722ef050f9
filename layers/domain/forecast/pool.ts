import { at } from '../statistics/order.ts';
import type { HeldBack } from './conformal.ts';

/** Errors of horizons this near, as a factor, count for an anchor; and so many of each origin, not to drown in kin. */
const NEAR = 1.4;
const EACH = 8;

/** What was got wrong about one horizon. */
export interface Pool {
  /** cells */
  anchor: number;
  /** errors, ascending, and the origin that each is from */
  errors: Float64Array;
  owners: Int32Array;
  /** errors of an origin that tell as much as a single one that has no kin would; from 1 (they err independently) up */
  kin: number;
}

export function poolOf(held: readonly HeldBack[], anchor: number, perCell: number): Pool {
  const from = Math.max(0, Math.ceil(anchor / NEAR) - 1) * perCell;
  const to = Math.ceil(anchor * NEAR) * perCell;
  const pairs: { error: number; owner: number }[] = [];
  for (const [owner, { errors }] of held.entries()) {
    const end = Math.min(to, errors.length);
    const stride = Math.max(1, (end - from) / EACH);
    for (let place = from + stride / 2; place < end; place += stride) {
      const error = at(errors, Math.floor(place));
      if (!Number.isNaN(error)) pairs.push({ error, owner });
    }
  }
  pairs.sort((a, b) => a.error - b.error);
  const errors = Float64Array.from(pairs, ({ error }) => error);
  const owners = Int32Array.from(pairs, ({ owner }) => owner);
  return { anchor, errors, owners, kin: kinOf(errors, owners) };
}

/**
 * The design effect (Kish 1965): 1 + (m − 1) ρ for m errors an origin, of which two correlate by ρ. Of ranks, which no
 * single outlier rules, by the analysis of variance (Donner 1986).
 */
function kinOf(errors: Float64Array, owners: Int32Array): number {
  const count = errors.length;
  const ranks = ranksOf(errors);
  const groups = new Map<number, { size: number; sum: number; squares: number }>();
  for (const [index, owner] of owners.entries()) {
    const group = groups.get(owner) ?? { size: 0, sum: 0, squares: 0 };
    groups.set(owner, group);
    const rank = at(ranks, index) - (count - 1) / 2;
    group.size++;
    group.sum += rank;
    group.squares += rank * rank;
  }
  if (groups.size < 2 || groups.size === count) return 1;
  let [among, within, sizes] = [0, 0, 0];
  for (const { size, sum, squares } of groups.values()) {
    among += (sum * sum) / size;
    within += squares - (sum * sum) / size;
    sizes += size * size;
  }
  among /= groups.size - 1;
  within /= count - groups.size;
  const size = (count - sizes / count) / (groups.size - 1);
  const variance = among + (size - 1) * within;
  const alike = variance > 0 ? Math.max(0, (among - within) / variance) : 0;
  return 1 + (count / groups.size - 1) * alike;
}

/** Of ascending values; equal ones share the middle of their ranks. */
function ranksOf(ascending: Float64Array): Float64Array {
  const ranks = new Float64Array(ascending.length);
  for (let from = 0, to = 0; from < ascending.length; from = to) {
    while (to < ascending.length && ascending[to] === ascending[from]) to++;
    ranks.fill((from + to - 1) / 2, from, to);
  }
  return ranks;
}

/**
 * Quantile of a pool without some of its origins. Of n independent errors the next one lies below the kth with a
 * probability of k / (n + 1), so the level asks for rank level · (n + 1); kin count for one. Nothing is known beyond the
 * outermost error; NaN where none is left.
 */
export function quantile({ errors, owners, kin }: Pool, level: number, left: (owner: number) => boolean): number {
  const kept = errors.filter((_, index) => !left(owners[index] ?? 0));
  if (kept.length === 0) return Number.NaN;
  const independent = kept.length / kin;
  // the middle of an error's share: of a sample without kin, rank less a half of n
  const share = (level * (independent + 1) - 0.5) / independent;
  const place = Math.max(0, Math.min(kept.length - 1, share * kept.length - 0.5));
  const low = Math.floor(place);
  const error = at(kept, low);
  return error + (place - low) * (at(kept, Math.min(kept.length - 1, low + 1)) - error);
}
