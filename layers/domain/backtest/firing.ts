import * as z from 'zod';
import { ServiceName } from '../service/name.ts';
import { Instant } from '../time.ts';

/** Whether what a policy saw was trouble, by what followed. */
export const Judged = z.enum(['true_positive', 'false_positive', 'undecided']);
export type Judged = z.infer<typeof Judged>;

/** One cause for which a policy would have acted. */
export const Firing = z
  .object({
    policy_id: z.string(),
    policy_name: z.string(),
    service: ServiceName,
    at: Instant.describe('when its condition had held for long enough'),
    cause: z.enum(['anomaly', 'condition', 'forecast']),
    cause_id: z.string(),
    metric: z.string().nullable(),
    acted_at: Instant.nullable().describe('when no guard held it; null: it never acted'),
    held_by: z.array(z.string()).describe('guards that kept it from acting, for a time or to the end'),
    ended_at: Instant.nullable().describe('when the trouble was over; null: history ends before, or does not say'),
    judged: Judged,
    why: z.string(),
    minutes_saved: z.number().nonnegative(),
    minutes_ahead: z.number().nullable().describe('of a breach that came: how long before it was foreseen'),
  })
  .meta({ id: 'BacktestFiring' });
export type Firing = z.infer<typeof Firing>;

/** A trouble that lasted and made nobody act. */
export const Missed = z
  .object({
    policy_id: z.string(),
    service: ServiceName,
    metric: z.string(),
    anomaly_id: z.string(),
    started_at: Instant,
    ended_at: Instant.nullable(),
  })
  .meta({ id: 'BacktestMissed' });
export type Missed = z.infer<typeof Missed>;
