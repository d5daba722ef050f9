import type { Webhook } from '#domain/webhook/webhook.ts';

export interface WebhookTable {
  create(webhook: Webhook, secret: string): Promise<void>;
  get(id: string): Promise<Webhook | undefined>;
  secret(id: string): Promise<string | undefined>;
  /** false: the stored version is not `version - 1`, or it is gone */
  replace(webhook: Webhook, secret?: string): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale'>;
  all(): Promise<Webhook[]>;
}
