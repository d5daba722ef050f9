import type { Feedback } from '#domain/feedback/feedback.ts';

export interface FeedbackTable {
  get(service: string, anomalyId: string): Promise<Feedback | undefined>;
  /** in no order */
  ofService(service: string): Promise<Feedback[]>;
  all(): Promise<Feedback[]>;
  /** Writes if the stored version is `feedback.version - 1` (none for 1); false otherwise. */
  put(feedback: Feedback): Promise<boolean>;
  /** false: the stored version is another, or there is none */
  remove(feedback: Feedback): Promise<boolean>;
}
