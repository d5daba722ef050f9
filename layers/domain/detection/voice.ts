import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Baseline } from './baseline.ts';

export interface Point {
  /** start of its period, epoch seconds */
  at: number;
  value: number;
}

/** What one detector says of the newest of some points. */
export interface Opinion {
  name: string;
  /** how odd, in multiples of what is just worth noticing: below 1 is usual */
  excess: number;
  /** 0–1 */
  score: number;
  direction: 'up' | 'down';
}

/** What a detector may look at: the points that are not learnt yet, up to and with the judged one, oldest first. */
export interface Evidence {
  recent: readonly Point[];
  value: number;
  baseline: Baseline;
  definition: MetricDefinition;
}

/** A detector: one voice in the ensemble, pure. */
export type Voice = (evidence: Evidence) => Opinion;

/** The part of a deviation that points the bad way; 0 where it does not. */
export function badPart(deviation: number, { bad }: MetricDefinition): number {
  if (bad === 'both') return Math.abs(deviation);
  return Math.max(0, bad === 'up' ? deviation : -deviation);
}
