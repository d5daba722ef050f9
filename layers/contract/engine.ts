import * as z from 'zod';
import { Action } from '#domain/remediation/action.ts';
import { Instant } from '#domain/time.ts';
import { route } from './route.ts';
import { Reason } from './said.ts';

const tag = 'Engine';

/** As much of an action as tells what it is. */
export const ActionBrief = Action.pick({
  id: true,
  type: true,
  service: true,
  policy_id: true,
  status: true,
  reason: true,
  created_at: true,
  acted_at: true,
}).meta({ id: 'ActionBrief' });

const switchFields = {
  enabled: z.boolean().describe('false: the kill switch is off and nothing is changed'),
  reason: z.string(),
  by: z.string().describe('key:<id>, or deployment when nobody has switched it yet'),
  at: Instant,
};

export const getStatus = route({
  id: 'getStatus',
  method: 'GET',
  path: '/status',
  scope: 'read',
  tag,
  summary: 'The engine: its kill switch, its policies, what is under way',
  answers: {
    200: {
      description: 'How it stands',
      schema: z
        .object({
          ...switchFields,
          policies: z.object({ total: z.number().int(), enabled: z.number().int() }),
          under_way: z.array(ActionBrief).describe('claimed and not ended, newest first'),
          last_evaluation: Instant.nullable().describe('when every policy was last judged; null: not yet'),
        })
        .meta({ id: 'EngineStatus' }),
    },
  },
});

export const toggleEngine = route({
  id: 'toggleEngine',
  wide: true,
  method: 'POST',
  path: '/toggle',
  scope: 'act',
  tag,
  summary: 'The kill switch: while it is off nothing is changed, whatever a policy says',
  body: z
    .strictObject({
      enabled: z.boolean('true switches on, false off'),
      reason: Reason,
    })
    .meta({ id: 'Toggle', example: { enabled: false, reason: 'migration of the database' } }),
  answers: {
    200: {
      description: 'The switch as it is now',
      schema: z
        .object({
          ...switchFields,
          still_running: z
            .array(ActionBrief)
            .describe('what AWS is still carrying out: the switch stops the next call, not what was called'),
        })
        .meta({ id: 'Toggled' }),
    },
  },
});

export const evaluateNow = route({
  id: 'evaluateNow',
  method: 'POST',
  path: '/evaluate',
  scope: 'write',
  tag,
  summary: 'Judges every enabled policy now, as it is done each minute',
  answers: {
    200: {
      description: 'What followed',
      schema: z
        .object({
          evaluated_at: Instant,
          started: z.array(ActionBrief),
          held: z.array(ActionBrief.extend({ why: z.array(z.string()) }).meta({ id: 'HeldAction' })),
        })
        .meta({ id: 'Evaluation' }),
    },
  },
});

export const engineRoutes = [getStatus, toggleEngine, evaluateNow];
