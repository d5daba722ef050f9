import * as z from 'zod';
import { Feedback, Verdict } from '#domain/feedback/feedback.ts';
import { route } from './route.ts';

const tag = 'Detection';
const byId = z.object({ id: z.string().max(200) });

const counts = {
  false_positives: z.number().int().nonnegative(),
  true_positives: z.number().int().nonnegative(),
};

/** How many false episodes a series is allowed, as a factor on what everyone is, and the verdicts that it follows from. */
export const Budget = z
  .object({
    budget: z
      .number()
      .positive()
      .max(1)
      .describe(
        'factor on the false episodes that the series is allowed: 1 unless feedback moved it, smaller is stricter',
      ),
    ...counts,
  })
  .meta({ id: 'Budget' });

/** What was said of a service's episodes. */
export const ServiceFeedback = z
  .object({
    ...counts,
    false_positive_share: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('of the episodes that were judged; null: none was'),
    budgets: z
      .array(Budget.extend({ metric: z.string().describe('multivariate: all metrics together') }))
      .describe('of the metrics whose budget feedback moved'),
  })
  .meta({ id: 'ServiceFeedback' });

export const FeedbackRequest = z
  .strictObject({ verdict: Verdict, note: z.string().max(2_000).trim().default('') })
  .meta({ id: 'FeedbackRequest', example: { verdict: 'false_positive', note: 'the nightly backup' } });

const FeedbackAnswer = z
  .object({
    ...Feedback.shape,
    budget: z
      .object({ before: Budget.shape.budget, after: Budget.shape.budget, ...counts })
      .nullable()
      .describe(
        'what this moved, and the verdicts on this series now; null: feedback on such an episode moves no budget',
      ),
    effect: z.string().describe('the same in a sentence'),
  })
  .meta({ id: 'FeedbackAnswer' });

export const giveFeedback = route({
  id: 'giveFeedback',
  method: 'POST',
  path: '/anomalies/{id}/feedback',
  scope: 'write',
  tag,
  summary: "Says whether an episode was right. The last verdict counts, and moves its series' budget",
  params: byId,
  body: FeedbackRequest,
  answers: { 200: { description: 'The verdict, and what it moved', schema: FeedbackAnswer } },
});

export const takeBackFeedback = route({
  id: 'takeBackFeedback',
  method: 'DELETE',
  path: '/anomalies/{id}/feedback',
  scope: 'write',
  tag,
  summary: 'Takes a verdict back: the budget is as if it had never been given',
  params: byId,
  answers: { 200: { description: 'The verdict that was taken back, and what that moved', schema: FeedbackAnswer } },
});

export const feedbackRoutes = [giveFeedback, takeBackFeedback];
