/** Slots are absolute: multiples of the resolution since the epoch, so that two planners plan the same. */
export const slotAt = (at: number, resolution: number): number => Math.floor(at / resolution) * resolution;

/** How far ahead jobs are planned: a planner that misses a minute is made up for by the one before. */
export const AHEAD_SECONDS = 120;

/**
 * The slots to plan now: those after the mark, not in the past, and up to two minutes ahead.
 * @param mark the last slot that was planned, if any
 */
export function slotsToPlan(now: number, resolution: number, mark: number | undefined): number[] {
  const last = slotAt(now + AHEAD_SECONDS, resolution);
  // What lies before now needs no job of its own: the next job asks for all that came since.
  const first = Math.max(slotAt(now, resolution), (mark ?? 0) + resolution);
  const slots: number[] = [];
  for (let slot = first; slot <= last; slot += resolution) slots.push(slot);
  return slots;
}
