import { budgetsOf } from '#domain/feedback/budget.ts';
import type { SeriesId } from '#domain/series/series.ts';
import type { Clock, FeedbackTable, Log } from '#ports';

/** A verdict reaches detection within so many seconds: a person who gives one does not wait for it. */
const READ_EVERY_SECONDS = 60;

export type Budgets = ReadonlyMap<SeriesId, number>;

/**
 * The budgets that people's feedback left, read again once a minute. Detection does not wait for what it can do without:
 * when they cannot be read, it goes on with the last that it knew, and says so.
 */
export function knownBudgets(
  feedback: Pick<FeedbackTable, 'all'>,
): (around: { clock: Clock; log: Log }) => Promise<Budgets> {
  let known: Budgets = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  return async ({ clock, log }) => {
    const now = clock.now();
    if (now - readAt < READ_EVERY_SECONDS) return known;
    readAt = now; // a failed try is one too: the next batch does not wait for another
    try {
      const read = budgetsOf(await feedback.all());
      if (!same(read, known)) log.info('budgets', Object.fromEntries(read));
      known = read;
    } catch (error) {
      log.warn('the budgets cannot be read: going on with those that are known', { error, series: known.size });
    }
    return known;
  };
}

const same = (a: Budgets, b: Budgets): boolean =>
  a.size === b.size && [...a].every(([series, budget]) => b.get(series) === budget);
