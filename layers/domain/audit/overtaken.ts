/** A record that stands somewhere, by the number under which it was recorded and the one under which it is found. */
export interface Place {
  recorded: number;
  found: number;
}

/**
 * Those that stand before one that they came after, or after one that they came before. What only made way for something
 * that was inserted or removed before it is in order still.
 * @param standing what stands, and is not as it was
 * @param unequal numbers of all records that are not as they were: every other one up to `last` stands where it belongs
 */
export function overtaken<P extends Place>(
  standing: readonly P[],
  unequal: readonly number[],
  last: number,
): ReadonlySet<P> {
  const outOfOrder = new Set<P>();
  const inOrder = [...standing].sort((a, b) => a.found - b.found);
  let highest = Number.NEGATIVE_INFINITY;
  for (const one of inOrder) {
    if (one.recorded < highest) outOfOrder.add(one);
    highest = Math.max(highest, one.recorded);
  }
  let lowest = Number.POSITIVE_INFINITY;
  for (const one of inOrder.toReversed()) {
    if (one.recorded > lowest) outOfOrder.add(one);
    lowest = Math.min(lowest, one.recorded);
  }
  const sorted = [...unequal].sort((a, b) => a - b);
  for (const one of standing) {
    const from = Math.max(0, Math.min(one.recorded, one.found));
    const to = Math.min(last + 1, Math.max(one.recorded, one.found));
    const between = Math.max(0, to - from - 1);
    const touched = countBelow(sorted, to) - countBelow(sorted, from + 1);
    if (touched < between) outOfOrder.add(one); // it passed one that stands where it belongs
  }
  return outOfOrder;
}

/** How many of the sorted numbers are less than this. */
function countBelow(sorted: readonly number[], limit: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
