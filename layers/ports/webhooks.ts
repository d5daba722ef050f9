import type { EpochSeconds } from '#domain/time.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';

/** A new secret in place of the one there is. */
export interface NewSecret {
  secret: string;
  /** the one there is signs beside it, until the webhook's `previous_until` */
  keepPrevious: boolean;
}

export interface WebhookTable {
  create(webhook: Webhook, secret: string): Promise<void>;
  get(id: string): Promise<Webhook | undefined>;
  /** Those that sign at this time, newest first; none: there is no such webhook. */
  secrets(id: string, at: EpochSeconds): Promise<string[]>;
  /** false: the stored version is not `version - 1`, or it is gone */
  replace(webhook: Webhook, secret?: NewSecret): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale'>;
  all(): Promise<Webhook[]>;
}
