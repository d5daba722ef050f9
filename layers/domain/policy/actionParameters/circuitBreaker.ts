import * as z from 'zod';
import { ServiceName } from '../../service/name.ts';

export const CircuitBreakerParameters = z.looseObject({
  mode: z
    .enum(['enable', 'disable'], 'a breaker is enabled (open: the dependency is not called) or disabled')
    .default('enable')
    .describe('enable opens the breaker, so that the dependency is not called; disable closes it'),
  dependency: ServiceName.optional().describe(
    'what is not to be called; without it the calls into the services that made a global policy fire',
  ),
});
