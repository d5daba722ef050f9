import * as z from 'zod';
import { Firing, Missed } from './firing.ts';
import { BacktestSummary } from './summary.ts';

/** What a backtest found, and what it was found with. */
export const BacktestReport = z
  .object({
    policies: z.array(
      z.object({
        ...BacktestSummary.shape,
        name: z.string(),
        acted: z.number().int().nonnegative().describe('of what fired, what no guard held to the end'),
      }),
    ),
    firings: z.array(Firing).describe('the newest first, as many as an answer holds'),
    missed: z.array(Missed).describe('the newest first, as many as an answer holds'),
    notes: z.array(z.string()).describe('what this history cannot say, in words'),
    measured: z.object({
      days: z.number().nonnegative(),
      services: z.number().int().nonnegative(),
      series: z.number().int().nonnegative(),
      points: z.number().int().nonnegative(),
      rounds: z.number().int().nonnegative().describe('times at which every policy was judged'),
      forecasts: z.number().int().nonnegative(),
      seconds: z.number().nonnegative().describe('that the replay took'),
    }),
  })
  .meta({ id: 'BacktestReport' });
export type BacktestReport = z.infer<typeof BacktestReport>;
