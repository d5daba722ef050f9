import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import pRetry from 'p-retry';
import { sqs } from './clients.ts';
import { type Context, observed } from './context.ts';
import { environment } from './environment.ts';
import { metrics } from './powertools.ts';

export interface Change {
  eventId: string;
  name: 'INSERT' | 'MODIFY' | 'REMOVE';
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
}

/**
 * A function that a table's stream wakes. A record that fails is tried again here, with jitter, and then set aside in
 * the dead-letter queue with the reason: one poisoned record must not hold up its shard. Where setting aside fails too,
 * the record is reported failed, so that the mapping retries and bisects.
 */
export const onStream = (handle: (change: Change, context: Context) => Promise<void>) =>
  observed<DynamoDBStreamEvent, DynamoDBBatchResponse>('stream', async (event, context) => {
    for (const record of event.Records) {
      const sequence = record.dynamodb?.SequenceNumber ?? '';
      try {
        await handled(record, handle, context);
      } catch (error) {
        context.log.error('record could not be set aside', { sequence, error });
        return { batchItemFailures: [{ itemIdentifier: sequence }] }; // the mapping starts again from here
      }
    }
    return { batchItemFailures: [] };
  });

async function handled(
  record: DynamoDBRecord,
  handle: (change: Change, context: Context) => Promise<void>,
  context: Context,
): Promise<void> {
  const change = changeOf(record);
  try {
    await pRetry(() => handle(change, context), { retries: 2, minTimeout: 200, maxTimeout: 1_000, randomize: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    context.log.error('record set aside', { event_id: change.eventId, reason });
    metrics.addMetric('RecordsSetAside', 'Count', 1);
    await sqs().send(
      new SendMessageCommand({
        QueueUrl: environment('DEAD_LETTER_QUEUE_URL'),
        MessageBody: JSON.stringify({ source: record.eventSourceARN, reason, record }),
      }),
    );
  }
}

function changeOf(record: DynamoDBRecord): Change {
  return {
    eventId: record.eventID ?? '',
    name: record.eventName ?? 'MODIFY',
    before: image(record.dynamodb?.OldImage),
    after: image(record.dynamodb?.NewImage),
  };
}

const image = (item: unknown): Record<string, unknown> | undefined =>
  item === undefined ? undefined : unmarshall(item as Record<string, AttributeValue>);
