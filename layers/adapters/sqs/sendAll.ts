import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';

const MOST_ENTRIES = 10;
export const MOST_BYTES = 200_000;

/** Sends messages in their order, in as few calls as the limits allow. Throws, naming the first reason, when any failed. */
export async function sendAll(
  sqs: SQSClient,
  queue: string,
  messages: readonly Omit<SendMessageBatchRequestEntry, 'Id'>[],
): Promise<void> {
  for (const Entries of batches(messages)) {
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
    const [first] = Failed;
    if (first)
      throw new Error(
        `${Failed.length} of ${Entries.length} messages were not accepted: ${first.Code} ${first.Message}`,
      );
  }
}

function batches(messages: readonly Omit<SendMessageBatchRequestEntry, 'Id'>[]): SendMessageBatchRequestEntry[][] {
  const all: SendMessageBatchRequestEntry[][] = [];
  let batch: SendMessageBatchRequestEntry[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.MessageBody ?? '');
    if (batch.length === MOST_ENTRIES || (batch.length > 0 && bytes + size > MOST_BYTES)) {
      all.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push({ Id: `${batch.length}`, ...message });
    bytes += size;
  }
  return batch.length > 0 ? [...all, batch] : all;
}
