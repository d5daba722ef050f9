import * as z from 'zod';
import { Evaluation, READY_SAMPLES } from '#domain/forest/model.ts';
import { Instant } from '#domain/time.ts';
import { route } from './route.ts';

const tag = 'Detection';

const switchFields = {
  enabled: z.boolean().describe('whether the isolation forest takes part in detection'),
  by: z.string().describe('key:<id>, or deployment while nobody has switched it'),
  at: Instant.nullable().describe('when it was switched; null while nobody has'),
};

export const toggleMl = route({
  id: 'toggleMl',
  wide: true,
  method: 'POST',
  path: '/ml/toggle',
  scope: 'write',
  tag,
  summary: 'Switches the isolation forest, for the whole installation; without a body it is switched over',
  body: z
    .strictObject({ enabled: z.boolean('true switches on, false off').optional() })
    .meta({ id: 'MlToggle', example: { enabled: true } }),
  answers: {
    200: {
      description: 'The switch as it is now; detection has seen it within half a minute',
      schema: z.object(switchFields).meta({ id: 'MlToggled' }),
    },
  },
});

export const getMlStatus = route({
  id: 'getMlStatus',
  method: 'GET',
  path: '/ml/status',
  scope: 'read',
  tag,
  summary: "The isolation forest: its switch, and how far each watched service's forest is",
  answers: {
    200: {
      description: 'How it stands',
      schema: z
        .object({
          ...switchFields,
          samples_needed: z.literal(READY_SAMPLES).describe('points in time from which on a forest is ready'),
          services: z.array(
            z
              .object({
                service: z.string(),
                samples: z.number().int().nonnegative().describe('points in time that the last training found'),
                ready: z.boolean().describe('while the forest is switched on, this one takes part'),
                trained_at: Instant.nullable(),
                model_version: z.number().int().positive().nullable().describe('rises by one with each training'),
                metrics: z.array(z.string()).describe('whose residuals it looks at'),
                evaluation: Evaluation.nullable().describe('null: too little was known to hold anything back'),
              })
              .meta({ id: 'ServiceForest' }),
          ),
        })
        .meta({ id: 'MlStatus' }),
    },
  },
});

export const mlRoutes = [toggleMl, getMlStatus];
