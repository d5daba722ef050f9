import * as z from 'zod';
import { Instant } from '../time.ts';

/** One answer that the world gave while a decision was made, in the order in which they came. */
export const Answered = z.object({
  /** `port.method` */
  call: z.string(),
  args: z.array(z.unknown()),
  /** epoch seconds when it was answered: what the decision's clock says from then on */
  at: z.number(),
  result: z.unknown().optional(),
  /** name and message, where the call failed */
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type Answered = z.infer<typeof Answered>;

/** Everything that one decision saw: of these the same decision follows, whenever it is made again. */
export const DecisionInputs = z.object({
  version: z.literal(1),
  policy_id: z.string(),
  /** the service's name, or `*` where the policy is about several at once */
  scope: z.string(),
  /** epoch seconds */
  now: z.number(),
  /** what every policy of this round was judged by: the newest values, anomalies, services, forecasts */
  facts: z.record(z.string(), z.unknown()),
  policy: z.record(z.string(), z.unknown()),
  configuration: z.record(z.string(), z.unknown()),
  /** the action types there were, and whether each changes anything */
  types: z.array(z.object({ name: z.string(), changes: z.boolean() })),
  answers: z.array(Answered),
});
export type DecisionInputs = z.infer<typeof DecisionInputs>;

/** What was decided on one action. */
export const DecidedAction = z.object({
  id: z.string(),
  type: z.string(),
  outcome: z.enum(['started', 'held', 'taken']),
  /** the guards that kept it back, with their reasons */
  held_by: z.array(z.object({ guard: z.string(), reason: z.string() })),
});
export type DecidedAction = z.infer<typeof DecidedAction>;

/** What was decided about a policy and what it looks after, and why. */
export const Decision = z
  .object({
    id: z.string(),
    at: Instant,
    policy_id: z.string(),
    policy_name: z.string(),
    service: z.string(),
    scope: z.string(),
    truth: z.enum(['true', 'false', 'unknown']).describe('what its condition came to'),
    because: z.string().describe('one sentence: why it acts, or why nothing is done'),
    cause_id: z.string().nullable(),
    actions: z.array(DecidedAction),
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;
