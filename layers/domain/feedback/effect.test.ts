import { expect, test } from 'vitest';
import { effectOf } from './effect.ts';

const about = { service: 'orders', metric: 'cpu_usage', kind: 'deviation' } as const;
const tally = (budget: number) => ({ budget, false_positives: 1, true_positives: 0 });

test.each([
  [1, 0.5, /^detection of orders cpu_usage gets stricter: 50 % of the usual .* before it was 100 %/],
  [1 / 8, 1 / 16, /stricter: 6\.3 % .* 13 %/],
  [0.5, 1, /less strict: 100 % .* 50 %/],
  [1, 1, /stays as it is: the usual .* the most/],
  [1 / 16, 1 / 16, /stays as it is: 6\.3 % .* the least/],
  [0.5, 0.5, /stays as it is: 50 % of the usual false alarms are allowed$/],
])('from %d to %d', (before, after, text) => {
  expect(effectOf(about, tally(before), tally(after))).toMatch(text);
});

test('whose budget moves is named, and that none does', () => {
  expect(effectOf({ ...about, kind: 'multivariate' }, tally(1), tally(0.5))).toContain(
    'all metrics of orders together',
  );
  expect(effectOf({ ...about, kind: 'predicted_breach' }, null, null)).toBe(
    'counted; a forecast told this, so detection stays as it is',
  );
  expect(effectOf({ ...about, kind: 'external' }, null, null)).toContain('another system');
});
