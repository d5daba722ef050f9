import type { DeliveryQueue, DeliveryTable } from '#ports';

const AT_ONCE = 500;

/** Hands over what is due and was not handed over: later tries, and those whose message was lost. */
export async function sweepDeliveries({
  deliveries,
  queue,
}: {
  deliveries: Pick<DeliveryTable, 'due'>;
  queue: DeliveryQueue;
}): Promise<number> {
  const due = await deliveries.due(AT_ONCE);
  await queue.enqueue(due.map((id) => ({ id, delaySeconds: 0 })));
  return due.length;
}
