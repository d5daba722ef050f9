import * as z from 'zod';

/** Without a bound of its own a policy does not scale without end. */
const DEFAULT_MOST = 10;

export const ScaleParameters = z
  .looseObject({
    by: z
      .union([z.string().regex(/^[+-]\d+%?$/, 'by is like +50% or +2'), z.number().int()])
      .default('+50%')
      .describe('a share (rounded up) or a number of tasks, e.g. +50%, +2, -1'),
    to: z.number().int().positive().optional().describe('so many tasks, whatever there are now'),
    min_replicas: z.number().int().positive().default(1).describe('never fewer tasks than these'),
    max_replicas: z.number().int().positive().default(DEFAULT_MOST).describe('never more tasks than these'),
  })
  .refine(({ min_replicas, max_replicas }) => min_replicas <= max_replicas, {
    path: ['max_replicas'],
    message: 'max_replicas is not less than min_replicas',
  });
