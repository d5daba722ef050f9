import { InvalidArgumentError } from 'commander';
import { Duration, seconds } from '#domain/configuration/configuration.ts';

/** How far ahead: a time, or a number of the series' own steps. */
export type Periods = { seconds: number } | { steps: number };

export function readPeriods(text: string): Periods {
  if (/^\d+$/.test(text) && Number(text) > 0) return { steps: Number(text) };
  const read = Duration.safeParse(text);
  if (read.success && seconds(read.data) > 0) return { seconds: seconds(read.data) };
  throw new InvalidArgumentError('Give a duration like 90m, 24h or 7d, or a number of steps of the series like 288.');
}

export const horizonOf = (periods: Periods, step: number): number =>
  'steps' in periods ? periods.steps * step : periods.seconds;
