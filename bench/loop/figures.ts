import { median as middle } from 'simple-statistics';
import type { Measured } from './measure.ts';
import type { Round } from './rounds.ts';

export type MeasuredRound = Round & Measured & { set_at: string };

export interface Figures {
  rounds: number;
  failed: number;
  /** medians in seconds; Infinity where half of the rounds or more did not get so far */
  detected: number;
  acted: number;
  healthy: number;
}

/** NaN of none. What never came is Infinity. */
export const median = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : middle([...values]));

export function figuresOf(rounds: readonly MeasuredRound[]): Figures {
  const of = (name: 'detected' | 'acted' | 'healthy') =>
    median(rounds.map((round) => round[name]?.seconds ?? Number.POSITIVE_INFINITY));
  const failed = rounds.filter(({ outcome }) => outcome !== 'repaired').length;
  return {
    rounds: rounds.length,
    failed,
    detected: of('detected'),
    acted: of('acted'),
    // a round that failed was never verified, even where its metric came back later
    healthy: median(
      rounds.map(({ outcome, healthy }) =>
        outcome === 'repaired' && healthy ? healthy.seconds : Number.POSITIVE_INFINITY,
      ),
    ),
  };
}

/** Figures by fault, in the order in which the faults first appear, and over all rounds. */
export function byFault(rounds: readonly MeasuredRound[]): { of: string; figures: Figures }[] {
  const faults = [...new Set(rounds.map(({ fault }) => fault))];
  return [
    ...faults.map((of) => ({ of, figures: figuresOf(rounds.filter(({ fault }) => fault === of)) })),
    { of: 'all', figures: figuresOf(rounds) },
  ];
}
