import { markdownTable } from '../table.ts';
import type { Spread } from './measure.ts';

const ms = (value: number): string => (Number.isFinite(value) ? `${Math.round(value)} ms` : '–');

export const streamTable = (spreads: readonly Spread[]): string =>
  markdownTable(
    [
      'from the write until a subscriber has it',
      'subscribers',
      'anomalies',
      'p50',
      'p99',
      'last',
      'missed',
      'disordered',
    ],
    spreads.map(({ what, subscribers, anomalies, p50, p99, max, missed, disordered }) => [
      what,
      `${subscribers}`,
      `${anomalies}`,
      ms(p50),
      ms(p99),
      ms(max),
      `${missed}`,
      `${disordered}`,
    ]),
  );
