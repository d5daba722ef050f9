import { FAR_SECONDS, NEAR_SECONDS, SOON_SECONDS } from './prediction.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** How far back a forecast looks, how far ahead, and in which steps. */
export interface Lane {
  name: 'soon' | 'near' | 'far';
  /** seconds */
  look: number;
  horizon: number;
  /** the grid for so much history; the source's own step where that is coarser */
  step(span: number): number;
}

/** What began some minutes ago, in half minutes: a climb that a day hides, because two hours of it have not been seen. */
export const SOON: Lane = { name: 'soon', look: 3 * HOUR, horizon: SOON_SECONDS, step: () => 30 };

/** What is happening today, minute by minute: leaks and ramps. While there are few minutes, in half ones. */
export const NEAR: Lane = {
  name: 'near',
  look: DAY,
  horizon: NEAR_SECONDS,
  step: (span) => (span < 2 * HOUR ? 30 : MINUTE),
};

/** What days and weeks do: seasons and slow growth. Some 2,700 points of four weeks are as many as a model fits in time. */
export const FAR: Lane = {
  name: 'far',
  look: 28 * DAY,
  horizon: FAR_SECONDS,
  step: (span) => (span < 10 * DAY ? 5 * MINUTE : 15 * MINUTE),
};

/** For a question about so many seconds ahead. */
export const laneFor = (within: number): Lane => ({ ...(within <= NEAR_SECONDS ? NEAR : FAR), horizon: within });
