import { beforeEach, describe, expect, test } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Feedback, Verdict } from '#domain/feedback/feedback.ts';
import { anAnomaly, aService } from '#domain/fixtures.ts';
import type { FeedbackTable } from '#ports';
import { giveFeedback, opinionOf, takeBackFeedback } from './giveFeedback.ts';
import { mayChange } from './mayChange.ts';
import { serviceFeedback } from './serviceFeedback.ts';

let items: Map<string, Feedback>;
/** what others do just before the next write */
let meanwhile: (() => void)[];
beforeEach(() => {
  items = new Map();
  meanwhile = [];
});

const write = (id: string, expected: number | undefined, change: () => void): boolean => {
  meanwhile.shift()?.();
  if (items.get(id)?.version !== expected) return false;
  change();
  return true;
};
const feedback: FeedbackTable = {
  get: async (_service, id) => items.get(id),
  ofService: async (service) => [...items.values()].filter((one) => one.service === service),
  all: async () => [...items.values()],
  put: async (one) =>
    write(one.anomaly_id, one.version === 1 ? undefined : one.version - 1, () => void items.set(one.anomaly_id, one)),
  remove: async ({ anomaly_id, version }) => write(anomaly_id, version, () => void items.delete(anomaly_id)),
};
const ports = { feedback, clock: { now: () => 1_800_000_000 } };

const episode = (number: number, change: Partial<Anomaly> = {}) =>
  anAnomaly({ id: `anomaly_${number}`, detected_at: `2027-01-15T08:0${number}:00.000Z`, ...change });
const say = (anomaly: Anomaly, verdict: Verdict, { note = '', by = 'key:ada' } = {}) =>
  giveFeedback(anomaly, { verdict, note, by }, ports);
const budget = async (anomaly: Anomaly) => (await opinionOf(anomaly, ports)).budget?.budget;

describe('a verdict', () => {
  test('is kept with who gave it, and tells the budget before and after', async () => {
    expect(await say(episode(1), 'false_positive', { note: 'backup' })).toEqual({
      feedback: expect.objectContaining({
        anomaly_id: 'anomaly_1',
        service: 'orders',
        verdict: 'false_positive',
        note: 'backup',
        by: 'key:ada',
        at: '2027-01-15T08:00:00.000Z',
        version: 1,
      }),
      before: { budget: 1, false_positives: 0, true_positives: 0 },
      after: { budget: 0.5, false_positives: 1, true_positives: 0 },
    });
    expect(await opinionOf(episode(1), ports)).toMatchObject({
      feedback: { verdict: 'false_positive' },
      budget: { budget: 0.5 },
    });
    expect(await opinionOf(episode(2), ports), 'of the same series').toMatchObject({
      feedback: null,
      budget: { budget: 0.5 },
    });
    expect(await budget(episode(3, { metric: 'latency_p99' })), 'of another series').toBe(1);
  });

  test('counts once an episode: the same again changes nothing, another replaces it', async () => {
    await say(episode(1), 'false_positive');
    const again = await say(episode(1), 'false_positive');
    expect(again).toMatchObject({ feedback: { version: 1 }, before: { budget: 0.5 }, after: { budget: 0.5 } });
    expect(await say(episode(1), 'false_positive', { note: 'sure' })).toMatchObject({
      feedback: { version: 2, note: 'sure' },
      after: { budget: 0.5, false_positives: 1 },
    });
    expect(await say(episode(1), 'true_positive')).toMatchObject({
      feedback: { version: 3 },
      before: { budget: 0.5 },
      after: { budget: 1, false_positives: 0, true_positives: 1 },
    });
    expect(items.size).toBe(1);
  });

  test('that is taken back was never given, whatever was said before and after', async () => {
    await say(episode(1), 'false_positive');
    await say(episode(3), 'true_positive');
    const without = await budget(episode(1));
    const given = await say(episode(2), 'false_positive');
    if (!given) throw new Error('lost');
    expect(await budget(episode(1))).not.toBe(without);
    expect(await takeBackFeedback(episode(2), given.feedback, ports)).toMatchObject({ after: { budget: without } });
    expect(await budget(episode(1))).toBe(without);
  });

  test('on what was foreseen is kept and moves nothing', async () => {
    const foreseen = episode(1, { kind: 'predicted_breach' });
    expect(await say(foreseen, 'false_positive')).toMatchObject({ before: null, after: null });
    expect(await opinionOf(foreseen, ports)).toMatchObject({ feedback: { verdict: 'false_positive' }, budget: null });
    expect(await budget(episode(2))).toBe(1);
  });
});

describe('of two people at once', () => {
  const another = (verdict: Verdict) => () => {
    const known = items.get('anomaly_1');
    const { id: anomaly_id, service, metric, kind, detected_at } = episode(1);
    const version = (known?.version ?? 0) + 1;
    items.set('anomaly_1', {
      ...{ anomaly_id, service, metric, kind, detected_at, verdict, version },
      note: '',
      by: 'key:eve',
      at: detected_at,
    });
  };

  test('the last counts', async () => {
    meanwhile = [another('true_positive')];
    expect(await say(episode(1), 'false_positive')).toMatchObject({
      feedback: { version: 2, by: 'key:ada' },
      before: { budget: 1, true_positives: 1 },
      after: { budget: 0.5, true_positives: 0 },
    });
  });

  test('who is always overtaken is told so', async () => {
    meanwhile = Array.from({ length: 9 }, () => another('true_positive'));
    expect(await say(episode(1), 'false_positive')).toBeUndefined();
  });

  test('a verdict that was changed meanwhile is not taken back', async () => {
    const given = await say(episode(1), 'false_positive');
    if (!given) throw new Error('lost');
    meanwhile = [another('true_positive')];
    expect(await takeBackFeedback(episode(1), given.feedback, ports)).toBeUndefined();
    expect(items.get('anomaly_1')?.by).toBe('key:eve');
  });
});

test('a service tells what was said of its episodes, and which budgets that moved', async () => {
  await say(episode(1, { metric: 'latency_p99' }), 'false_positive');
  await say(episode(2), 'true_positive');
  await say(episode(3, { kind: 'predicted_breach' }), 'false_positive');
  await say(episode(4, { service: 'users' }), 'false_positive');
  await say(episode(5, { kind: 'multivariate' }), 'false_positive');
  expect(await serviceFeedback('orders', feedback)).toEqual({
    false_positives: 3,
    true_positives: 1,
    false_positive_share: 0.75,
    budgets: [
      { metric: 'latency_p99', budget: 0.5, false_positives: 1, true_positives: 0 },
      { metric: 'multivariate', budget: 0.5, false_positives: 1, true_positives: 0 },
    ],
  });
  expect(await serviceFeedback('payments', feedback)).toEqual({
    false_positives: 0,
    true_positives: 0,
    false_positive_share: null,
    budgets: [],
  });
});

test('a key of some namespaces judges only what they own', async () => {
  const services = { get: async (name: string) => (name === 'orders' ? aService({ owner: 'shop' }) : undefined) };
  expect(await mayChange(null, 'orders', services)).toBe(true);
  expect(await mayChange(['shop'], 'orders', services)).toBe(true);
  expect(await mayChange(['bank'], 'orders', services)).toBe(false);
  expect(await mayChange(['shop'], 'unknown', services), 'nobody is known to own it').toBe(false);
});
