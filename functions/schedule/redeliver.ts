import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { noticeTable } from '#adapters/dynamodb/noticeTable.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { noticeReview } from '#adapters/sqs/eventQueue.ts';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onSchedule } from '#runtime/handlers.ts';
import { sweepDeliveries } from '#usecases/sweepDeliveries.ts';

/** Wakes each minute: hands over the deliveries that are due and have no message of their own, and has the notices that
 *  wait looked at again. */
export const handler = onSchedule(async ({ clock, log }) => {
  const handed = await sweepDeliveries({
    deliveries: deliveryTable(dynamo(), environment('DELIVERIES_TABLE'), clock),
    queue: deliveryQueue(sqs(), environment('DELIVERY_QUEUE_URL')),
  });
  const notices = noticeTable(dynamo(), environment('NOTICES_TABLE'), clock);
  const review = noticeReview(sqs(), environment('FEED_QUEUE_URL'));
  if (await notices.any()) await review.ask(`${Math.floor(clock.now() / 60)}`);
  log.info('deliveries swept', { handed });
});
