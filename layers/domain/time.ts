import * as z from 'zod';

/** RFC 3339 time in UTC, e.g. `2026-11-24T16:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: false }).meta({ id: 'Instant', example: '2026-11-24T16:00:00.000Z' });
export type Instant = z.infer<typeof Instant>;

/** Seconds since the epoch: what samples are stamped with. */
export type EpochSeconds = number;

/** Of one moment much is written. */
let last: { at: EpochSeconds; instant: Instant } | undefined;

export function toInstant(epochSeconds: EpochSeconds): Instant {
  if (last?.at !== epochSeconds) last = { at: epochSeconds, instant: new Date(epochSeconds * 1000).toISOString() };
  return last.instant;
}
export const toEpoch = (instant: Instant): EpochSeconds => Date.parse(instant) / 1000;
/** A time in any offset as an `Instant`, so that it compares as text with what is stored. */
export const utc = (time: string): Instant => new Date(time).toISOString();
