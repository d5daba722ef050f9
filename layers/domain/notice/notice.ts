import * as z from 'zod';
import { NumberedEvent } from '../event/event.ts';
import { Instant } from '../time.ts';

/** Why somebody was not told. */
export const Because = z
  .enum(['silenced', 'inhibited', 'quiet_hours', 'grouped', 'repeated', 'not_routed', 'not_opened', 'over'])
  .meta({ id: 'NotToldBecause' })
  .describe(
    'not_opened: of what changed or ended they had not been told; over: it ended before they were told; repeated: they were told lately',
  );
export type Because = z.infer<typeof Because>;

/**
 * How one subscriber stands towards one subject that is not over. told: they know; held: they are told once nothing holds
 * it any more; grouped: the notice of another subject spoke for it.
 */
export const Notice = z.object({
  subscriber_id: z.string(),
  subject: z.string(),
  service: z.string().nullable(),
  state: z.enum(['told', 'held', 'grouped']),
  because: Because.nullable().describe('null: they were told'),
  detail: z.string().nullable().describe('the same in words'),
  lead: z.string().nullable().describe('the subject whose notice spoke for this one, or which it waits with'),
  event: NumberedEvent.describe('what they were told last, or would be'),
  severity: z.string().nullable().describe('the gravest that they were told of it, or would be'),
  opened_at: Instant.nullable().describe('when they were told that it opened'),
  told_at: Instant.nullable().describe('when they were told last'),
  repeats: z.number().int().nonnegative().describe('how often they were reminded'),
  acknowledged_by: z.string().nullable(),
  updated_at: Instant,
});
export type Notice = z.infer<typeof Notice>;

/** Who is to be told next of a subject that nobody acknowledges. */
export const Escalation = z.object({
  subject: z.string(),
  service: z.string().nullable(),
  event: NumberedEvent.describe('what was told first'),
  opened_at: Instant,
  steps: z.number().int().nonnegative().describe('how many steps were gone'),
  acknowledged_by: z.string().nullable(),
});
export type Escalation = z.infer<typeof Escalation>;
