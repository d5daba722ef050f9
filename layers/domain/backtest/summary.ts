import * as z from 'zod';
import { Instant } from '../time.ts';

const count = z.number().int().nonnegative();

/** What a policy would have done over stored history. */
export const BacktestSummary = z
  .object({
    policy_id: z.string(),
    version: z.number().int().positive().describe('of the policy that was replayed'),
    since: Instant,
    until: Instant,
    at: Instant.describe('when it was replayed'),
    fired: count.describe('causes that made it act, or would have but for a guard of the last step'),
    true_positives: count.describe('of those, the ones whose trouble lasted or was worth an action'),
    false_positives: count.describe('of those, the ones that healed by themselves before an action could have helped'),
    undecided: count.describe('of those, the ones of which history does not say what followed'),
    false_negatives: count.describe('troubles of what it looks after that lasted, and did not make it act'),
    held: z.record(z.string(), count).describe('causes that a guard kept it from acting on, by guard'),
    minutes_saved: z.number().nonnegative().describe('of trouble, by the true positives that no guard held'),
  })
  .meta({ id: 'BacktestSummary' });
export type BacktestSummary = z.infer<typeof BacktestSummary>;
