import { createHash } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { pack } from '#domain/sample/message.ts';
import type { SampleQueue } from '#ports';
import { sendAll } from './sendAll.ts';

/** Samples to their shard's group. The deduplication id is the content's, so that a revised batch is not swallowed. */
export const sampleQueue = (sqs: SQSClient, url: string): SampleQueue => ({
  send: (batches) =>
    sendAll(
      sqs,
      url,
      batches.map((batch) => {
        const MessageBody = JSON.stringify(pack(batch));
        return {
          MessageBody,
          MessageGroupId: `shard-${batch.shard}`,
          MessageDeduplicationId: createHash('sha256').update(MessageBody).digest('hex'),
        };
      }),
    ),
});
