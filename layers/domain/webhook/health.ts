import { type EpochSeconds, type Instant, toEpoch } from '../time.ts';

/** A receiver whose last try failed. */
export interface Failing {
  /** the first failed try after the last that worked */
  since: Instant;
  /** failed tries since then, of whichever deliveries */
  tries: number;
  /** nobody calls it before */
  next_at: EpochSeconds;
}

/** So many failures in a row are met as they come; from then on one delivery at a time tries whether it is back. */
const FREE_FAILURES = 5;
const FIRST_PAUSE_SECONDS = 5;
const MOST_PAUSE_SECONDS = 60;
/** A `Retry-After` holds every delivery to that receiver back, up to this. */
const MOST_ASKED_SECONDS = 3_600;
/** Who waits for such a receiver looks again after a part of its own age, so that many who wait cost little. */
const LEAST_WAIT_SECONDS = 15;
const MOST_WAIT_SECONDS = 900;

/** Whether a receiver is called by one delivery at a time, and by none before `next_at`. */
export const isRationed = ({ tries, next_at }: Failing, now: EpochSeconds): boolean =>
  tries >= FREE_FAILURES || next_at > now;

/** Seconds from a failed try until whichever delivery may make the next one; 0: at once. */
export function pauseAfter(failedTries: number, retryAfter: number | undefined): number {
  const asked = Math.min(MOST_ASKED_SECONDS, retryAfter ?? 0);
  if (failedTries < FREE_FAILURES) return asked;
  return Math.max(asked, Math.min(MOST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (failedTries - FREE_FAILURES)));
}

/**
 * Seconds until a delivery that may not try yet looks again.
 * @param age seconds since it was made
 * @param untilNext seconds until a try may be made at all
 * @param chance 0–1, so that those who wait do not all look at once
 */
export function waitOf({ age, untilNext, chance }: { age: number; untilNext: number; chance: number }): number {
  const most = Math.min(MOST_WAIT_SECONDS, Math.max(LEAST_WAIT_SECONDS, age / 4));
  return Math.max(0, untilNext) + most / 2 + (chance * most) / 2;
}

/** Whether a receiver has failed for so long that its subscriber is turned off. */
export const isLost = ({ since }: Failing, now: EpochSeconds, disableAfterSeconds: number): boolean =>
  now - toEpoch(since) >= disableAfterSeconds;
