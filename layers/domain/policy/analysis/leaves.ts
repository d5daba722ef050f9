import { type Condition, conditionOf } from '../condition.ts';
import type { Policy } from '../policy.ts';

/** A part of a condition that has no parts. */
export type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

/** What a policy waits for; undefined where a trigger takes its place. */
export const conditionIn = ({ condition }: Pick<Policy, 'condition'>): Condition | undefined => conditionOf(condition);

/** The parts of a condition in the order in which they are written. */
export function leavesOf(condition: Condition | undefined): Leaf[] {
  if (condition === undefined) return [];
  if (condition.kind === 'not') return leavesOf(condition.of);
  return 'left' in condition ? [...leavesOf(condition.left), ...leavesOf(condition.right)] : [condition];
}

/** The service that a part names itself. */
export const serviceIn = (leaf: Leaf): string | null => ('service' in leaf ? leaf.service : null);

export const metricIn = (leaf: Leaf): string | null => ('metric' in leaf ? leaf.metric : null);
