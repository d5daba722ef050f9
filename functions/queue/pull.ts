import * as z from 'zod';
import { metricReader } from '#adapters/cloudwatch/metricReader.ts';
import { marks } from '#adapters/dynamodb/marks.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { sampleQueue } from '#adapters/sqs/sampleQueue.ts';
import { cloudwatch, dynamo, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onEachMessage } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { pullSlice } from '#usecases/pullSlice.ts';

const PullJob = z.object({
  source: z.literal('cloudwatch'),
  slice: z.number().int().nonnegative(),
  slices: z.number().int().positive(),
  slot: z.number().int().positive(),
  resolution: z.number().int().positive(),
});

/** Wakes on a delayed job of `plan`. */
export const handler = onEachMessage(PullJob, async (job, { clock, log }) => {
  await pullSlice(job, {
    marks: marks(dynamo(), environment('PROGRESS_TABLE')),
    services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
    reader: metricReader(cloudwatch()),
    samples: sampleQueue(sqs(), environment('SAMPLES_QUEUE_URL')),
    shards: installation().configuration.shards,
    clock,
    log,
  });
});
