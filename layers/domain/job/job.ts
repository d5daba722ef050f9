import * as z from 'zod';
import { Instant } from '../time.ts';

/** Work too long for one answer. */
export const Job = z
  .object({
    id: z.string().regex(/^job_[0-9a-zA-Z]+$/),
    kind: z.string(),
    status: z.enum(['queued', 'running', 'succeeded', 'failed']),
    progress: z.number().min(0).max(1),
    result: z.unknown().nullable(),
    problem: z.record(z.string(), z.unknown()).nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
