import { Stack, type StackProps } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SILENT_SECONDS } from '#usecases/jobs.ts';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { ForestallFunction } from '../constructs/forestallFunction.ts';
import { queueWithDeadLetters } from '../constructs/queueWithDeadLetters.ts';
import { ecsPlanner, sender, valueReader } from '../grants.ts';
import { verifiesAudit } from './audit.ts';
import type { DataStack } from './data.ts';

/** As long as a function may live. */
const TIMEOUT_SECONDS = 900;
/** A month of fifty services in memory, and more than one processor. */
const MEMORY_MIB = 3_008;

/** Work too long for an answer: a request begins it, this does it, `/jobs/{id}` tells how far it is. */
export class JobsStack extends Stack {
  readonly #queue: Queue;
  readonly #data: DataStack;

  constructor(scope: Construct, id: string, app: App, data: DataStack, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: long work' });
    const { queue, deadLetters } = queueWithDeadLetters(this, 'Jobs', app, {
      visibilitySeconds: TIMEOUT_SECONDS + SILENT_SECONDS + 10,
    });
    this.#queue = queue;
    this.#data = data;
    const worker = new ForestallFunction(this, 'QueueJob', app, {
      entry: 'queue/job',
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMiB: MEMORY_MIB,
    }).uses(data.stores.jobs, 'GetItem', 'UpdateItem');
    verifiesAudit(worker, data);
    replaysPast(worker, app, data);
    worker.addEventSource(
      new SqsEventSource(queue, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
    const alarms = new Alarms(this, data.alarmTopic);
    alarms.errors('Job', worker);
    alarms.deadLetters('Jobs', deadLetters);
  }

  /** For a route that begins jobs: it writes them down and sends them here. */
  begunBy(starter: ForestallFunction, app: App): void {
    starter.uses(this.#data.stores.jobs, 'PutItem');
    sender(starter, 'JOB_QUEUE_URL', this.#queue, app);
  }
}

/** Reads what a backtest looks at, and keeps what it found. */
function replaysPast(worker: ForestallFunction, app: App, data: DataStack): void {
  const { stores } = data;
  worker
    .uses(stores.services, 'Scan')
    .uses(stores.history, 'Query')
    .uses(stores.anomalies, 'Query')
    .uses(stores.actions, 'Query')
    .uses(stores.feedback, 'Scan')
    .uses(stores.control, 'PutItem');
  valueReader(worker, data);
  ecsPlanner(worker, app);
}
