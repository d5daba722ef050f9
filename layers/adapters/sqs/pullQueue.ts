import type { SQSClient } from '@aws-sdk/client-sqs';
import type { PullQueue } from '#ports';
import { sendAll } from './sendAll.ts';

/** Delayed jobs of `plan`. A repeat is harmless: a job claims its slot before it pays for a call. */
export const pullQueue = (sqs: SQSClient, url: string): PullQueue => ({
  enqueue: (jobs) =>
    sendAll(
      sqs,
      url,
      jobs.map(({ job, delaySeconds }) => ({
        MessageBody: JSON.stringify(job),
        DelaySeconds: Math.min(900, Math.max(0, Math.round(delaySeconds))),
      })),
    ),
});
