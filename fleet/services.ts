/** The three services of the demo fleet, and what a task of each declares and costs. */
export const SERVICE_NAMES = ['orders', 'users', 'payments'] as const;
export type FleetService = (typeof SERVICE_NAMES)[number];

export function isFleetService(name: string): name is FleetService {
  return (SERVICE_NAMES as readonly string[]).includes(name);
}

export const CLUSTER = 'forestall-demo';
/** Where in AppConfig the services' flags are, an environment and a profile of its own name each. */
export const FLAGS_APPLICATION = 'forestall';
export const DESIRED_AT_FIRST = 2;

/** What a task declares: 256 CPU units are a quarter of a core; the container's hard memory limit is below the
 *  task's, because Fargate's smallest task has 512 MiB and a limit of its own is what a container is killed at. */
export const TASK_SIZE = { cpuUnits: 256, taskMemoryMiB: 512, containerMemoryMiB: 320 } as const;

/** CPU milliseconds of a request's own work at rest, and what `cpu-burn` adds to it. Around the work a request needs one to
 *  two more, so that two tasks stand at 18 to 26 % at rest and at some 75 % while they burn: a lot, and not yet a queue that
 *  never ends, which would be a fault of another kind. */
export const WORK: Record<FleetService, { restMs: number; burnMs: number }> = {
  orders: { restMs: 6, burnMs: 16 },
  users: { restMs: 3.5, burnMs: 15.5 },
  payments: { restMs: 3.5, burnMs: 15.5 },
};

/** Requests a second that reach a service from outside the fleet; each order causes one call to both others. */
export const OUTSIDE_RATE: Record<FleetService, number> = { orders: 14, users: 3, payments: 3 };

/** All requests a second that a service sees at rest. */
export function restRate(service: FleetService): number {
  return service === 'orders' ? OUTSIDE_RATE.orders : OUTSIDE_RATE[service] + OUTSIDE_RATE.orders;
}
