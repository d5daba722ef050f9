import { randomUUID } from 'node:crypto';
import type { TaskDefinition } from './definition.ts';

const EVENTS_KEPT = 100;
const CAPACITY_EVENT_EVERY_MS = 60_000;

export interface Deployment {
  id: string;
  status: 'PRIMARY' | 'ACTIVE';
  definition: TaskDefinition;
  desired: number;
  failedTasks: number;
  rolloutState: 'IN_PROGRESS' | 'COMPLETED';
  /** epoch milliseconds */
  createdAt: number;
  updatedAt: number;
}

export interface ServiceEvent {
  id: string;
  createdAt: number;
  message: string;
}

export function newDeployment(definition: TaskDefinition, desired: number): Deployment {
  const now = Date.now();
  return {
    id: `ecs-svc/${randomUUID().replaceAll('-', '').slice(0, 20)}`,
    status: 'PRIMARY',
    definition,
    desired,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    createdAt: now,
    updatedAt: now,
  };
}

/** A service's last events, newest first, in ECS's words. */
export class Events {
  readonly list: ServiceEvent[] = [];
  #service: string;
  #capacityToldAt = 0;

  constructor(service: string) {
    this.#service = service;
  }

  tell(message: string): void {
    this.list.unshift({ id: randomUUID(), createdAt: Date.now(), message: `(service ${this.#service}) ${message}` });
    this.list.length = Math.min(this.list.length, EVENTS_KEPT);
  }

  noCapacity(): void {
    if (Date.now() - this.#capacityToldAt < CAPACITY_EVENT_EVERY_MS) return;
    this.#capacityToldAt = Date.now();
    this.tell('was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later.');
  }
}
