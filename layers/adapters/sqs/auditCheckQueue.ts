import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AuditCheckQueue } from '#ports';

/** Verifications of a long audit on their way to who has the time for them. */
export const auditCheckQueue = (sqs: SQSClient, url: string): AuditCheckQueue => ({
  async enqueue(job) {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ job }) }));
  },
});
