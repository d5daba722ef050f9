import * as z from 'zod';
import type { Standing } from './standing.ts';

/** How a forest did on what it had not seen: grown on the first four fifths of the rows, asked about the last. */
export const Evaluation = z
  .object({
    held_back: z.number().int().nonnegative().describe('rows that were kept from training, the newest fifth'),
    flagged: z.number().min(0).max(1).describe('share of them whose score alone is rare enough for warn'),
    auc_spikes: z
      .number()
      .min(0)
      .max(1)
      .describe('area under the ROC curve: held-back rows against copies with one metric moved by six deviations'),
    auc_broken: z
      .number()
      .min(0)
      .max(1)
      .describe('the same against rows put together of different moments, each value usual by itself'),
  })
  .meta({ id: 'ForestEvaluation' });
export type Evaluation = z.infer<typeof Evaluation>;

/** What is said of a service's forest without reading its trees. */
export const ForestSummary = z.object({
  service: z.string(),
  /** rises by one with each training */
  version: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  /** epoch seconds */
  trained_at: z.number(),
  /** points in time of the service that the training found, and those it could grow on */
  samples: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  /** seconds between them */
  step: z.number().int().positive(),
  /** whose residuals are the columns, in this order */
  metrics: z.array(z.string()),
  tail: z.object({ from: z.number(), grid: z.array(z.number()).readonly(), scale: z.number() }),
  evaluation: Evaluation.nullable(),
});
export type ForestSummary = z.infer<typeof ForestSummary>;

/** A service's forest, or, while there are too few points, that it was tried. */
export interface ForestModel {
  summary: ForestSummary;
  standing: Standing | undefined;
}

/** Points in time from which on a service's forest is used. */
export const READY_SAMPLES = 50;

export const isReady = ({ samples, rows }: Pick<ForestSummary, 'samples' | 'rows'>): boolean =>
  samples >= READY_SAMPLES && rows > 0;
