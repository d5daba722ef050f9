import type { Fault } from '#fleet/faults.ts';
import { type FleetService, SERVICE_NAMES } from '#fleet/services.ts';

/** One fault on one service, for the n-th time. */
export interface Round {
  fault: Fault;
  service: FleetService;
  number: number;
}

/** Every round. Which service gets which fault is rotated: neighbours in the list differ in their service, and over
 *  three rounds each fault meets each service. */
export function allRounds(faults: readonly Fault[], rounds: number): Round[] {
  return Array.from({ length: rounds }, (_, index) => index).flatMap((index) =>
    faults.map((fault, place) => ({
      fault,
      service: SERVICE_NAMES[(place + index) % SERVICE_NAMES.length] ?? 'orders',
      number: index + 1,
    })),
  );
}

/** When a service may be acted upon again, epoch seconds, and what keeps it until then. */
export interface Free {
  at: number;
  why: string;
}

/** The round whose target is free soonest; of several that are free, the first of the list. */
export function nextRound(
  remaining: readonly Round[],
  now: number,
  free: (service: FleetService) => Free,
): { round: Round; wait: number; why: string } | undefined {
  let best: { round: Round; wait: number; why: string } | undefined;
  for (const round of remaining) {
    const { at, why } = free(round.service);
    const wait = Math.max(0, at - now);
    if (best === undefined || wait < best.wait) best = { round, wait, why };
  }
  return best;
}
