import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { queueEncryption } from './encryption.ts';

export interface QueuePair {
  queue: Queue;
  deadLetters: Queue;
}

/**
 * A queue, and where its messages rest after five tries. Its depth is among the platform's figures.
 * @param visibilitySeconds at least its reader's timeout; short on a FIFO queue, whose group waits as long after a crash
 */
export function queueWithDeadLetters(
  scope: Construct,
  id: string,
  app: App,
  { fifo = false, visibilitySeconds }: { fifo?: boolean; visibilitySeconds: number },
): QueuePair {
  const common = {
    enforceSSL: !app.settings.local,
    ...queueEncryption(app),
    ...(fifo ? { fifo: true } : {}),
  };
  const deadLetters = new Queue(scope, `${id}DeadLetters`, { ...common, retentionPeriod: Duration.days(14) });
  const queue = new Queue(scope, id, {
    ...common,
    visibilityTimeout: Duration.seconds(visibilitySeconds),
    retentionPeriod: Duration.days(1),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
  });
  const pair = { queue, deadLetters };
  app.queues.set(id, pair);
  return pair;
}
