/** Tries end after a day. */
export const GIVE_UP_SECONDS = 86_400;
const FIRST_SECONDS = 2;
const MOST_SECONDS = 3_600;

/**
 * Seconds until the next try, by exponential backoff with full jitter above a half, so that receivers that went down
 * together are not called together; null when a day is over.
 * @param tries how many failed
 * @param chance 0–1
 */
export function nextTry(
  tries: number,
  { age, chance, retryAfter }: { age: number; chance: number; retryAfter?: number | undefined },
): number | null {
  const most = Math.min(MOST_SECONDS, FIRST_SECONDS * 2 ** (tries - 1));
  const delay = Math.max(most / 2 + (chance * most) / 2, retryAfter ?? 0);
  return age + delay > GIVE_UP_SECONDS ? null : delay;
}

/** A `Retry-After` header in seconds (RFC 9110: a number, or a date); nothing where it is neither. */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header) / 1000;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
