import { type SeriesId, seriesId } from '../series/series.ts';
import type { Feedback } from './feedback.ts';

// A series' budget is the factor on the false episodes that it is allowed: 1 is what everyone has, smaller is stricter.

/** What is true needs no more alarms than what everyone has. */
export const MOST_BUDGET = 1;
/** Four false positives with nothing true among them. Less would be silence, which is a person's decision. */
export const LEAST_BUDGET = 1 / 16;
/**
 * A false positive halves the budget, and so many true ones take that back. It rests where the two balance, at one false in
 * five of what is judged; people judge what annoyed them about three times as readily as what was right, so that is one in
 * thirteen of all that was told: the share that detection promises (8 %). Two would rest at one in seven, eight at one in 25.
 */
const TRUE_FOR_FALSE = 4;

/** The verdicts on a series, counted, and the budget that follows from them. */
export interface Tally {
  budget: number;
  false_positives: number;
  true_positives: number;
}

type Judged = Pick<Feedback, 'anomaly_id' | 'service' | 'metric' | 'kind' | 'detected_at' | 'verdict'>;

/**
 * The budget of a series after what was said of its episodes, in the order in which the episodes were detected: in
 * whatever order the verdicts came, and however often they were changed, the same verdicts give the same budget.
 * Pure. @param feedback of one series, each episode once
 */
export function budgetAfter(feedback: readonly Judged[]): number {
  const halvings = feedback.toSorted(byEpisode).reduce((so, { verdict }) => {
    const after = verdict === 'false_positive' ? so + 1 : so - 1 / TRUE_FOR_FALSE;
    return Math.min(Math.log2(MOST_BUDGET / LEAST_BUDGET), Math.max(0, after));
  }, 0);
  return MOST_BUDGET / 2 ** halvings;
}

const byEpisode = (a: Judged, b: Judged): number =>
  a.detected_at === b.detected_at ? compare(a.anomaly_id, b.anomaly_id) : compare(a.detected_at, b.detected_at);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Whose budget a verdict on this episode moves. An episode of several metrics at once has one for its service; what was
 * foreseen, or came from elsewhere, was not told by detection and moves none.
 */
export function budgetKey({
  kind,
  service,
  metric,
}: Pick<Judged, 'kind' | 'service' | 'metric'>): SeriesId | undefined {
  if (kind === 'deviation') return seriesId(service, metric);
  return kind === 'multivariate' ? seriesId(service, 'multivariate') : undefined;
}

/** What was said of each series, by its id. */
export function tallies(feedback: readonly Judged[]): Map<SeriesId, Tally> {
  const all = new Map<SeriesId, Tally>();
  for (const [key, own] of Map.groupBy(feedback, budgetKey)) if (key !== undefined) all.set(key, tallyOf(own));
  return all;
}

/** @param feedback of one series */
export function tallyOf(feedback: readonly Judged[]): Tally {
  return { budget: budgetAfter(feedback), ...counted(feedback) };
}

/** The budgets that are not what everyone has: what detection needs to know. */
export function budgetsOf(feedback: readonly Judged[]): Map<SeriesId, number> {
  const moved = [...tallies(feedback)].filter(([, { budget }]) => budget !== MOST_BUDGET);
  return new Map(moved.map(([key, { budget }]) => [key, budget]));
}

export function counted(feedback: readonly Pick<Judged, 'verdict'>[]): Omit<Tally, 'budget'> {
  const false_positives = feedback.filter(({ verdict }) => verdict === 'false_positive').length;
  return { false_positives, true_positives: feedback.length - false_positives };
}

/** The share of false ones among the episodes that were judged, 0–1; null while none was. */
export function falsePositiveShare(feedback: readonly Pick<Judged, 'verdict'>[]): number | null {
  return feedback.length === 0 ? null : counted(feedback).false_positives / feedback.length;
}
