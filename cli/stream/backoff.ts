const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** How long to wait before try number `attempt` (from 0): doubled each time, and anywhere in its second half, so that many do not come back at once. */
export function backoff(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return full / 2 + (full / 2) * random();
}
