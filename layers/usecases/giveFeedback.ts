import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { budgetKey, type Tally, tallyOf } from '#domain/feedback/budget.ts';
import type { Feedback, Verdict } from '#domain/feedback/feedback.ts';
import { toInstant } from '#domain/time.ts';
import type { Clock, FeedbackTable } from '#ports';

export interface FeedbackPorts {
  feedback: FeedbackTable;
  clock: Clock;
}

/** What is said of an episode now, and the budget that this leaves its series; null where it moves none. */
export interface Opinion {
  feedback: Feedback | null;
  budget: Tally | null;
}

/** A verdict that was given or taken back, and what that moved. */
export interface Moved {
  feedback: Feedback;
  before: Tally | null;
  after: Tally | null;
}

const TRIES = 4;

/**
 * Keeps what a person says of an episode: the last verdict counts, and the same once more changes nothing.
 * @returns undefined when others judged the same episode again and again meanwhile
 */
export async function giveFeedback(
  anomaly: Anomaly,
  said: { verdict: Verdict; note: string; by: string },
  { feedback, clock }: FeedbackPorts,
): Promise<Moved | undefined> {
  const { id, service, metric, kind, detected_at } = anomaly;
  for (let tries = 0; tries < TRIES; tries++) {
    const all = await feedback.ofService(service);
    const known = all.find(({ anomaly_id }) => anomaly_id === id);
    const given: Feedback = {
      anomaly_id: id,
      ...{ service, metric, kind, detected_at },
      ...said,
      at: toInstant(clock.now()),
      version: (known?.version ?? 0) + 1,
    };
    if (known && same(known, given)) return { feedback: known, ...unmoved(anomaly, all) };
    if (await feedback.put(given)) {
      const without = all.filter((one) => one !== known);
      return { feedback: given, before: tallyFor(anomaly, all), after: tallyFor(anomaly, [...without, given]) };
    }
  }
  return undefined;
}

/**
 * Takes back what was said of an episode: as if it had never been said.
 * @returns undefined when nothing was said, or it was changed since `ifVersion`
 */
export async function takeBackFeedback(
  anomaly: Anomaly,
  known: Feedback,
  { feedback }: Pick<FeedbackPorts, 'feedback'>,
): Promise<Moved | undefined> {
  const all = await feedback.ofService(anomaly.service);
  if (!(await feedback.remove(known))) return undefined;
  const without = all.filter(({ anomaly_id }) => anomaly_id !== anomaly.id);
  return { feedback: known, before: tallyFor(anomaly, all), after: tallyFor(anomaly, without) };
}

/** What people said of an episode, and the budget of its series. */
export async function opinionOf(anomaly: Anomaly, { feedback }: Pick<FeedbackPorts, 'feedback'>): Promise<Opinion> {
  const all = await feedback.ofService(anomaly.service);
  return {
    feedback: all.find(({ anomaly_id }) => anomaly_id === anomaly.id) ?? null,
    budget: tallyFor(anomaly, all),
  };
}

const same = (a: Feedback, b: Feedback): boolean => a.verdict === b.verdict && a.note === b.note && a.by === b.by;

const unmoved = (anomaly: Anomaly, all: readonly Feedback[]): Omit<Moved, 'feedback'> => {
  const tally = tallyFor(anomaly, all);
  return { before: tally, after: tally };
};

function tallyFor(anomaly: Anomaly, ofService: readonly Feedback[]): Tally | null {
  const key = budgetKey(anomaly);
  return key === undefined ? null : tallyOf(ofService.filter((one) => budgetKey(one) === key));
}
