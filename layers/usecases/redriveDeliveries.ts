import type { Instant } from '#domain/time.ts';
import type { DeliveryQueue, DeliveryTable, Log } from '#ports';

export interface RedrivePorts {
  deliveries: Pick<DeliveryTable, 'dead' | 'redrive'>;
  queue: DeliveryQueue;
  log: Log;
}

/** So many in one call: a request of the API has its seconds. */
const AT_ONCE = 200;

/**
 * Gives a subscriber's dead deliveries another day, oldest first, those of one subject in their order.
 * @param since only those made since then
 * @returns how many go out again, and whether others are left for another call
 */
export async function redriveDeliveries(
  subscriber: string,
  { since }: { since: Instant | undefined },
  { deliveries, queue, log }: RedrivePorts,
): Promise<{ redriven: number; more: boolean }> {
  const found = await deliveries.dead(subscriber, since, AT_ONCE + 1);
  const lastOf = new Map<string, string>();
  const redriven: string[] = [];
  for (const { id, subject } of found.slice(0, AT_ONCE)) {
    // what lay between them was delivered: the next one waits for the one that goes out again before it
    if (!(await deliveries.redrive(id, lastOf.get(subject)))) continue;
    lastOf.set(subject, id);
    redriven.push(id);
  }
  await queue.enqueue(redriven.map((id) => ({ id, delaySeconds: 0 })));
  log.info('deliveries redriven', { subscriber_id: subscriber, redriven: redriven.length });
  return { redriven: redriven.length, more: found.length > AT_ONCE };
}
