import type { NumberedEvent } from '#domain/event/event.ts';
import type { Instant } from '#domain/time.ts';
import type { Delivery } from '#domain/webhook/webhook.ts';
import type { Page, PageRequest } from './page.ts';

/** A delivery that this reader alone may try, for a while. */
export interface ClaimedDelivery {
  delivery: Delivery;
  event: NumberedEvent;
  /** the delivery of the same subject's event before it, to the same subscriber */
  previous: string | null;
  lease: string;
}

export interface DeliveryTable {
  /** Puts it behind the last of its subject and subscriber. false: it exists (the event was already fanned out). */
  create(delivery: Delivery, event: NumberedEvent): Promise<boolean>;
  /** Nothing when it is over, not due, or another reader's for now. */
  claim(id: string): Promise<ClaimedDelivery | undefined>;
  /** Writes what came of it and lets go; false when the lease was lost meanwhile. */
  release(claimed: ClaimedDelivery, delivery: Delivery): Promise<boolean>;
  waits(id: string): Promise<boolean>;
  /** The next of the same subject and subscriber that waits. */
  next(delivery: Delivery): Promise<string | undefined>;
  /** Makes it due now; false when it does not wait any more. */
  wake(id: string): Promise<boolean>;
  /** What was kept of the last answer about a subject to this subscriber. */
  thread(subscriber: string, subject: string): Promise<string | null>;
  keepThread(delivery: Delivery, thread: string): Promise<void>;
  /** A subscriber's dead ones, oldest first. */
  dead(subscriber: string, since: Instant | undefined, limit: number): Promise<Delivery[]>;
  /**
   * Makes a dead one wait again, due now.
   * @param behind the one of its subject to wait for, where it is not the one that it waited for at first
   * @returns false: it is not dead (any more)
   */
  redrive(id: string, behind: string | undefined): Promise<boolean>;
  due(limit: number): Promise<string[]>;
  list(
    filter: { subscriber?: string | undefined; status?: string | undefined },
    page: PageRequest,
  ): Promise<Page<Delivery>>;
}

export interface DeliveryQueue {
  enqueue(deliveryIds: readonly { id: string; delaySeconds: number }[]): Promise<void>;
}
