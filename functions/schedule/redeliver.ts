import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { sweepDeliveries } from '#usecases/sweepDeliveries.ts';

/** Wakes each minute: hands over the deliveries that are due and have no message of their own. */
export const handler = onSchedule(async ({ clock, log }) => {
  const handed = await sweepDeliveries({
    deliveries: deliveryTable(dynamo(), environment('DELIVERIES_TABLE'), clock),
    queue: deliveryQueue(sqs(), environment('DELIVERY_QUEUE_URL')),
  });
  log.info('deliveries swept', { handed });
});
