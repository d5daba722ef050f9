import * as z from 'zod';

export const RestartParameters = z.looseObject({
  strategy: z
    .enum(['rolling', 'redeploy'], 'strategy is rolling or redeploy')
    .default('rolling')
    .describe('rolling: one task at a time, healthy before the next; redeploy: a new forced deployment'),
});
