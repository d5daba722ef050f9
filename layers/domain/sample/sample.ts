import * as z from 'zod';
import { ServiceName } from '../service/name.ts';

export const SampleSource = z.enum(['cloudwatch', 'prometheus', 'otlp', 'remote_write', 'alertmanager']);
export type SampleSource = z.infer<typeof SampleSource>;

/** One measured value. `at` is the start of its period in epoch seconds, `step` the period's length in seconds. */
export const Sample = z.object({
  service: ServiceName,
  metric: z.string().min(1).max(100),
  source: SampleSource,
  at: z.number().int().nonnegative(),
  step: z.number().int().positive(),
  value: z.number(),
});
export type Sample = z.infer<typeof Sample>;

/** What one message on `samples.fifo` carries: samples of one shard. The message group is the shard. */
export const SampleBatch = z.object({
  version: z.literal(1),
  shard: z.number().int().nonnegative(),
  pulled_at: z.number().describe('epoch seconds when the source answered'),
  samples: z.array(Sample),
});
export type SampleBatch = z.infer<typeof SampleBatch>;
