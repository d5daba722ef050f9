import * as z from 'zod';
import { jobTable } from '#adapters/dynamodb/jobTable.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onEachMessage } from '#runtime/handlers.ts';
import { runJob } from '#usecases/jobs.ts';
import { works } from '../works.ts';

/** Wakes on long work that somebody asked for. */
export const handler = onEachMessage(z.object({ id: z.string() }), async ({ id }, context) => {
  const jobs = jobTable(dynamo(), environment('JOBS_TABLE'), context.clock);
  await runJob(id, works(context), { jobs, clock: context.clock, log: context.log });
});
