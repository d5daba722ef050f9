import * as z from 'zod';
import type { Configuration } from '../configuration/configuration.ts';
import { derivedId } from '../id.ts';
import type { Facts } from '../policy/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import type { Service } from '../service/service.ts';
import { Instant } from '../time.ts';

/** One answer that the world gave while a decision was made. */
export interface Answered {
  /** `port.method` */
  call: string;
  args: unknown[];
  /** epoch seconds when it came: what the decision's clock says from then on */
  at: number;
  result?: unknown;
  /** where the call failed */
  error?: { name: string; message: string };
}

/** Everything that one decision saw: from the same inputs the same decision follows, whenever it is made again. */
export interface DecisionInputs {
  version: 1;
  /** the service's name, or `*` where the policy is about several at once */
  scope: string;
  policy: Policy;
  /** what every policy of this round was judged by */
  facts: Facts & { services: readonly Service[] };
  configuration: Configuration;
  /** the action types that there were, with whatever of them is data */
  types: Record<string, unknown>[];
  /** names of the ports that could be asked */
  ports: string[];
  /** epoch seconds */
  began: number;
  /** in the order in which they came */
  answers: Answered[];
}

/** What was decided on one action. */
export const DecidedAction = z
  .object({
    id: z.string(),
    type: z.string(),
    outcome: z.string().describe('started, held by a guard, or taken: somebody else is at it'),
    held_by: z.array(z.object({ guard: z.string(), reason: z.string() })),
  })
  .meta({ id: 'DecidedAction' });
export type DecidedAction = z.infer<typeof DecidedAction>;

/**
 * no: its condition does not hold; unknown: data is missing; waiting: it has not held for long enough; outdated: the forecast
 * does not know yet of what was done; under_way: an action of this cause is; told: it only tells people, and has;
 * acts: an action was started; held: every action that could be next is kept back by a guard.
 */
export const DecisionOutcome = z.enum(['no', 'unknown', 'waiting', 'outdated', 'under_way', 'told', 'acts', 'held']);
export type DecisionOutcome = z.infer<typeof DecisionOutcome>;

/** What was decided about a policy and what it looks after, and why. */
export const Decision = z
  .object({
    id: z.string(),
    at: Instant,
    policy_id: z.string(),
    policy_name: z.string(),
    service: z.string(),
    scope: z.string(),
    outcome: DecisionOutcome,
    because: z.string().describe('one sentence: why it acts, or why nothing is done'),
    cause_id: z.string().nullable(),
    actions: z.array(DecidedAction),
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;

/** Equal for two decisions that differ in nothing that matters: an action that was just begun, and one that is under way. */
export function fingerprintOf({ outcome, cause_id, actions }: Omit<Decision, 'id'>): string {
  const guards = new Set(actions.flatMap(({ held_by }) => held_by.map(({ guard }) => guard)));
  const state = outcome === 'acts' ? 'under_way' : outcome;
  return [state, cause_id ?? '', ...[...guards].sort()].join('|');
}

/** Derived from the decision that it follows: a repeat after a crash is the same one. */
export const decisionId = (
  { policy_id, scope }: Pick<Decision, 'policy_id' | 'scope'>,
  fingerprint: string,
  before: string | undefined,
): string => derivedId('decision', policy_id, scope, before ?? 'the first', fingerprint);
