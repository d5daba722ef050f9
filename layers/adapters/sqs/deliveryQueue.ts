import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryQueue } from '#ports';
import { sendAll } from './sendAll.ts';

/** Deliveries that are due, or soon will be. A repeat is harmless: a delivery is claimed before it is tried. */
export const deliveryQueue = (sqs: SQSClient, url: string): DeliveryQueue => ({
  enqueue: (deliveries) =>
    sendAll(
      sqs,
      url,
      deliveries.map(({ id, delaySeconds }) => ({
        MessageBody: JSON.stringify({ id }),
        DelaySeconds: Math.min(900, Math.max(0, Math.ceil(delaySeconds))),
      })),
    ),
});
