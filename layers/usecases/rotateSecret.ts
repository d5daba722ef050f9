import { type Duration, seconds } from '#domain/configuration/configuration.ts';
import { toInstant } from '#domain/time.ts';
import { newSecret } from '#domain/webhook/signature.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { Clock, Log, WebhookTable } from '#ports';

export interface RotatePorts {
  webhooks: Pick<WebhookTable, 'replace'>;
  clock: Clock;
  log: Log;
}

/**
 * Gives a webhook a new secret; the one there was signs beside it for the overlap. One that an earlier rotation had left
 * signing ends. 'lost': somebody changed the webhook meanwhile.
 */
export async function rotateSecret(
  webhook: Webhook,
  { secret = newSecret(), overlap }: { secret?: string | undefined; overlap: Duration },
  { webhooks, clock, log }: RotatePorts,
): Promise<{ webhook: Webhook; secret: string } | 'lost'> {
  const now = clock.now();
  const length = seconds(overlap);
  const rotated: Webhook = {
    ...webhook,
    previous_until: length === 0 ? null : toInstant(now + length),
    updated_at: toInstant(now),
    version: webhook.version + 1,
  };
  if (!(await webhooks.replace(rotated, { secret, keepPrevious: length > 0 }))) return 'lost';
  log.info('webhook secret rotated', { webhook_id: webhook.id, previous_until: rotated.previous_until });
  return { webhook: rotated, secret };
}
