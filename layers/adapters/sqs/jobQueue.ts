import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { JobQueue } from '#ports';

/** One message a job: its id. */
export const jobQueue = (sqs: SQSClient, url: string): JobQueue => ({
  async enqueue(id) {
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ id }) }));
  },
});
