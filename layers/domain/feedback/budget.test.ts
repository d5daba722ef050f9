import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aFeedback } from '../fixtures.ts';
import { budgetAfter, budgetKey, budgetsOf, falsePositiveShare, LEAST_BUDGET, MOST_BUDGET, tallies } from './budget.ts';
import type { Feedback, Verdict } from './feedback.ts';

/** Verdicts on successive episodes of one series: `-` false, `+` true. */
const said = (verdicts: string): Feedback[] =>
  [...verdicts].map((sign, index) =>
    aFeedback({
      anomaly_id: `anomaly_${index}`,
      detected_at: `2027-01-15T08:00:${`${index % 60}`.padStart(2, '0')}.000Z`,
      verdict: sign === '-' ? 'false_positive' : 'true_positive',
    }),
  );

describe('the budget of a series', () => {
  test.each([
    ['', 1],
    ['-', 1 / 2],
    ['--', 1 / 4],
    ['----', LEAST_BUDGET],
    ['-------', LEAST_BUDGET],
    ['+++', MOST_BUDGET],
    ['+++-', 1 / 2],
    ['-++++', 1],
    ['-+++++++', MOST_BUDGET],
    ['--++++', 1 / 2],
  ])('after %j is %d', (verdicts, budget) => {
    expect(budgetAfter(said(verdicts))).toBe(budget);
  });

  test('one true episode gives back a part of it', () => {
    expect(budgetAfter(said('-+'))).toBeCloseTo(0.5946, 4);
  });

  const anyVerdicts = fc.array(fc.constantFrom('+', '-'), { maxLength: 40 }).map((signs) => said(signs.join('')));

  test('lies between the least and the most, and a verdict never moves it the wrong way', () => {
    fc.assert(
      fc.property(anyVerdicts, fc.nat(39), (feedback, at) => {
        const budget = budgetAfter(feedback);
        expect(budget).toBeGreaterThanOrEqual(LEAST_BUDGET);
        expect(budget).toBeLessThanOrEqual(MOST_BUDGET);
        const turned = (verdict: Verdict) =>
          budgetAfter(feedback.map((one, index) => (index === at ? { ...one, verdict } : one)));
        expect(turned('false_positive')).toBeLessThanOrEqual(turned('true_positive'));
      }),
    );
  });

  test('the order in which verdicts came does not matter, so what is taken back leaves no trace', () => {
    fc.assert(
      fc.property(
        anyVerdicts.chain((feedback) =>
          fc.tuple(fc.constant(feedback), fc.shuffledSubarray(feedback, { minLength: feedback.length })),
        ),
        ([feedback, shuffled]) => {
          expect(budgetAfter(shuffled)).toBe(budgetAfter(feedback));
        },
      ),
    );
  });
});

test('each series has its own, an episode of many metrics moves that of its service, and what was foreseen moves none', () => {
  const feedback = [
    aFeedback({ anomaly_id: 'anomaly_1', metric: 'cpu_usage' }),
    aFeedback({ anomaly_id: 'anomaly_2', metric: 'cpu_usage' }),
    aFeedback({ anomaly_id: 'anomaly_3', metric: 'latency_p99', verdict: 'true_positive' }),
    aFeedback({ anomaly_id: 'anomaly_4', metric: 'cpu_usage', kind: 'multivariate' }),
    aFeedback({ anomaly_id: 'anomaly_5', metric: 'cpu_usage', kind: 'predicted_breach' }),
    aFeedback({ anomaly_id: 'anomaly_6', metric: 'cpu_usage', kind: 'external' }),
  ];
  expect(Object.fromEntries(tallies(feedback))).toEqual({
    'orders/cpu_usage': { budget: 1 / 4, false_positives: 2, true_positives: 0 },
    'orders/latency_p99': { budget: 1, false_positives: 0, true_positives: 1 },
    'orders/multivariate': { budget: 1 / 2, false_positives: 1, true_positives: 0 },
  });
  expect(Object.fromEntries(budgetsOf(feedback)), 'detection hears only of what differs').toEqual({
    'orders/cpu_usage': 1 / 4,
    'orders/multivariate': 1 / 2,
  });
  expect(budgetKey({ kind: 'predicted_breach', service: 'orders', metric: 'cpu_usage' })).toBeUndefined();
});

test('the share of false ones is of what was judged', () => {
  expect(falsePositiveShare(said('-+++'))).toBe(0.25);
  expect(falsePositiveShare(said('--'))).toBe(1);
  expect(falsePositiveShare([])).toBeNull();
});
