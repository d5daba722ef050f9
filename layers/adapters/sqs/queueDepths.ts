import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { QueueDepths } from '#ports';

/** Addresses by the queue's name, as the deployment gives them: `{"Feed":{"queue":"https://…","deadLetters":"https://…"}}`. */
export const QueueAddresses = z.record(z.string(), z.object({ queue: z.string().optional(), deadLetters: z.string() }));
export type QueueAddresses = z.infer<typeof QueueAddresses>;

const WAITING = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed'] as const;
const HANDLED = 'ApproximateNumberOfMessagesNotVisible';

export function queueDepths(sqs: SQSClient, addresses: QueueAddresses): QueueDepths {
  async function messages(QueueUrl: string): Promise<number> {
    const names = [...WAITING, HANDLED] as const;
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }
  return {
    read: () =>
      Promise.all(
        Object.entries(addresses).map(async ([queue, address]) => {
          const [waiting, deadLetters] = await Promise.all([
            address.queue === undefined ? null : messages(address.queue),
            messages(address.deadLetters),
          ]);
          return { queue, messages: waiting, deadLetters };
        }),
      ),
  };
}
