import type { NumberedEvent } from '#domain/event/event.ts';
import type { Instant } from '#domain/time.ts';
import type { Subscriber } from '#domain/webhook/subscriber.ts';

/** What came of one try to tell somebody: an answer, or why there was none. */
export interface Answer {
  /** the receiver's HTTP status, or what comes nearest to it; null: there was no answer */
  status: number | null;
  error: string | null;
  /** as the header says it */
  retryAfter: string | undefined;
  /** the answer's beginning */
  body: string;
  duration_ms: number;
}

/** The one way by which receivers are called: checked addresses, no redirects, a time-out, a bounded answer. */
export interface WebhookSender {
  /** POSTs. Never throws: what went wrong is the answer. */
  send(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
}

/** The same way, to ask something. */
export interface SystemReader {
  /** Never throws: what went wrong is the answer. */
  get(url: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
}

/** What came of telling a subscriber. */
export interface Told extends Answer {
  /** what later events about the same subject go on by, e.g. a Slack thread */
  thread?: string;
  /** why the receiver is gone for good: its subscriber is disabled */
  gone?: string;
  /** why there was nothing to say of this event: it is over, without a call */
  skipped?: string;
}

/** What was kept of earlier events, to go on by. */
export interface Threads {
  /** about this event's subject */
  thread: string | null;
  /** about what caused it (an action's anomaly) */
  parent: string | null;
}

/** Tells one subscriber of events. */
export interface Notifier {
  /** Makes one try. Never throws for what the receiver does: that is the answer, by which it is tried again or not. */
  notify(event: NumberedEvent, threads: Threads): Promise<Told>;
}

/** Everyone who may be told of events. */
export interface Subscribers {
  all(): Promise<Subscriber[]>;
  get(id: string): Promise<Subscriber | undefined>;
  /** @returns what people may be told of it (no secrets); nothing when it was changed or removed meanwhile */
  disable(id: string, because: string, at: Instant): Promise<Disabled | undefined>;
}

export type Disabled = { id: string; version: number; enabled: boolean } & Record<string, unknown>;
