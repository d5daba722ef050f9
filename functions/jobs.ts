import { jobTable } from '#adapters/dynamodb/jobTable.ts';
import { jobQueue } from '#adapters/sqs/jobQueue.ts';
import { dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';

/** What a route begins long work through, as deployed. */
export const jobPorts = ({ clock }: Pick<Context, 'clock'>) => ({
  jobs: jobTable(dynamo(), environment('JOBS_TABLE'), clock),
  queue: jobQueue(sqs(), environment('JOB_QUEUE_URL')),
  clock,
});
