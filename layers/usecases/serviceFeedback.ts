import { budgetsOf, counted, falsePositiveShare, tallies } from '#domain/feedback/budget.ts';
import { parseSeriesId } from '#domain/series/series.ts';
import type { FeedbackTable } from '#ports';

/** What people said of a service's episodes, and which metrics' budgets that moved. */
export async function serviceFeedback(service: string, feedback: Pick<FeedbackTable, 'ofService'>) {
  const said = await feedback.ofService(service);
  const tallied = tallies(said);
  const budgets = [...budgetsOf(said).keys()].flatMap((series) => {
    const tally = tallied.get(series);
    return tally === undefined ? [] : [{ metric: parseSeriesId(series).metric, ...tally }];
  });
  return {
    ...counted(said),
    false_positive_share: falsePositiveShare(said),
    budgets: budgets.sort((a, b) => a.metric.localeCompare(b.metric)),
  };
}
