import * as z from 'zod';

export const AlertParameters = z.looseObject({
  severity: z
    .string()
    .optional()
    .describe('low (info), medium (warning), high (error) or critical; that of the cause when left out'),
  to: z.string().optional().describe('a notification target of forestall.yml'),
});
