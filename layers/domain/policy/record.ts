import * as z from 'zod';
import type { Action } from '../remediation/action.ts';
import { Instant } from '../time.ts';

/** What came of a policy: how its newest actions ended. */
export const PolicyRecord = z
  .object({
    helped: z.number().int().nonnegative(),
    no_effect: z.number().int().nonnegative(),
    worse: z.number().int().nonnegative(),
    inconclusive: z.number().int().nonnegative(),
    held: z.number().int().nonnegative().describe('kept back by a guard and not carried out since'),
    alerts: z.number().int().nonnegative(),
    last_action_at: Instant.nullable(),
  })
  .meta({ id: 'PolicyRecord' });
export type PolicyRecord = z.infer<typeof PolicyRecord>;

/** @param actions the newest actions of the installation, newest first */
export function recordOf(policyId: string, actions: readonly Action[]): PolicyRecord {
  const own = actions.filter(({ policy_id }) => policy_id === policyId);
  const repairs = own.filter(({ type }) => type !== 'alert');
  const judged = (verdict: Action['verdict']) => repairs.filter((action) => action.verdict === verdict).length;
  return {
    helped: judged('helped'),
    no_effect: judged('no_effect'),
    worse: judged('worse'),
    inconclusive: judged('inconclusive'),
    held: repairs.filter(({ status }) => status === 'held').length,
    alerts: own.length - repairs.length,
    last_action_at: own[0]?.created_at ?? null,
  };
}
