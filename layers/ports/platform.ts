import type { Instant } from '#domain/time.ts';
import type { Delivery } from '#domain/webhook/webhook.ts';

export interface QueueDepth {
  queue: string;
  /** messages that wait or are being handled; null where only the dead letters are known */
  messages: number | null;
  deadLetters: number;
}

/** How many messages rest where, about: SQS counts by and by. */
export interface QueueDepths {
  read(): Promise<QueueDepth[]>;
}

export interface DeliveryCounts {
  /** not yet over, whenever they were made */
  waiting(): Promise<number>;
  /** those made since, by how they stand now */
  since(at: Instant): Promise<Record<Delivery['status'], number>>;
}
