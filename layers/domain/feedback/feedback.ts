import * as z from 'zod';
import { Anomaly } from '../anomaly/anomaly.ts';
import { Instant } from '../time.ts';

export const Verdict = z.enum(['true_positive', 'false_positive']).meta({ id: 'FeedbackVerdict' });
export type Verdict = z.infer<typeof Verdict>;

/** What a person said of an episode: at most one verdict each, the last one. */
export const Feedback = z
  .object({
    anomaly_id: Anomaly.shape.id,
    ...Anomaly.pick({ service: true, metric: true, kind: true, detected_at: true }).shape,
    verdict: Verdict,
    note: z.string(),
    by: z.string().describe('key:<id>'),
    at: Instant.describe('when the verdict was given'),
    version: z.number().int().positive(),
  })
  .meta({ id: 'Feedback' });
export type Feedback = z.infer<typeof Feedback>;
