import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import type { SessionTask } from '#domain/event/session.ts';

export interface EventQueue {
  send(events: readonly FeedEvent[]): Promise<void>;
}

export interface SessionQueue {
  /** Behind the events that are queued already; the same `once` within five minutes is one task. */
  enqueue(task: SessionTask, once: string): Promise<void>;
}

export interface Feed {
  /**
   * Gives the event the next number; the same event id keeps the number it has.
   * @returns posted: the subscribers have had it
   */
  append(event: FeedEvent): Promise<{ event: NumberedEvent; repeated: boolean; posted: boolean }>;
  /** Notes that the subscribers have had everything up to this number. */
  markPosted(seq: number): Promise<void>;
  /** In order, and only what is still kept. */
  after(seq: number, limit: number): Promise<NumberedEvent[]>;
  head(): Promise<number>;
}
