import { type FleetService, OUTSIDE_RATE, restRate } from '../services.ts';

/** Enough that two tasks of orders stand at some 70 % of their CPU. */
export const SURGE_FACTOR = 3;
const DAILY_SWING = 0.1;
const DAY_SECONDS = 86_400;
const PEAK_AT_SECONDS = 15 * 3600;

export interface LoadState {
  /** 1 is the load at rest. */
  factor: number;
  surging: ReadonlySet<FleetService>;
}

/** Requests a second to send to a service from outside at `at` (epoch seconds). A surge brings all the requests that
 *  the service sees to three times; those it gets from orders do not grow by themselves. */
export function outsideRate(service: FleetService, at: number, state: LoadState): number {
  const daily = 1 + DAILY_SWING * Math.cos((2 * Math.PI * (at - PEAK_AT_SECONDS)) / DAY_SECONDS);
  const surge = state.surging.has(service) ? (SURGE_FACTOR - 1) * restRate(service) : 0;
  return (OUTSIDE_RATE[service] + surge) * daily * state.factor;
}

/** Seconds until the next request, around the mean by up to a half either way. `random` is in [0, 1). */
export function pauseUntilNext(rate: number, random: number): number {
  return (0.5 + random) / rate;
}
