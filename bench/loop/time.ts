import { setTimeout as pause } from 'node:timers/promises';

/** The bench's clock: a test of a six-minute round takes no six minutes. */
export interface Time {
  /** epoch seconds */
  now(): number;
  wait(seconds: number): Promise<void>;
}

/** The real one; waiting ends with an AbortError when the bench is stopped. */
export const realTime = (signal: AbortSignal): Time => ({
  now: () => Date.now() / 1000,
  wait: (seconds) => pause(seconds * 1000, undefined, { signal }),
});
