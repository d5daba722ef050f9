import type { EpochSeconds } from '#domain/time.ts';
import type { Failing } from '#domain/webhook/health.ts';

/** How subscribers' receivers fare, whichever delivery calls them. */
export interface ReceiverHealth {
  /** Nothing: the last try worked, or there was none for a month. */
  of(subscriber: string): Promise<Failing | undefined>;
  /** Counts a failed try. */
  failed(subscriber: string, at: EpochSeconds, nextAt: EpochSeconds): Promise<Failing>;
  worked(subscriber: string): Promise<void>;
  /** Takes the one try that a failing receiver is given. false: it is another's, or too early. */
  take(subscriber: string, now: EpochSeconds, until: EpochSeconds): Promise<boolean>;
}
