import type { Comparator } from '../policy/conditionTree.ts';

/** What share of a service's work must go well. What is bad is the share that `metric` says itself (an error rate), or
 *  the share of the time in which it is not `good`. */
export interface Slo {
  name: string;
  /** canonical */
  service: string;
  metric: string;
  good: { op: Comparator; value: number } | null;
  /** 0–1, without both */
  objective: number;
}

/** How much may go wrong. */
const budget = ({ objective }: Pick<Slo, 'objective'>): number => 1 - objective;

/** A burn rate is at most this: when everything goes wrong. */
export const highestBurn = (slo: Pick<Slo, 'objective'>): number => 1 / budget(slo);

/** How many times faster than allowed the budget is spent, by the share that went wrong. */
export const burnOf = (slo: Pick<Slo, 'objective'>, bad: number): number => bad / budget(slo);
