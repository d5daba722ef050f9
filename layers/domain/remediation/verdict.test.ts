import { describe, expect, test } from 'vitest';
import { aValue } from '../fixtures.ts';
import type { Cause, Reading } from './action.ts';
import { judgeOutcome, type Outcome } from './verdict.ts';

const read = (...values: number[]): Reading[] =>
  values.map((value, i) => ({ at: `2027-01-15T08:00:${10 + i}.000Z`, metric: 'cpu_usage', value, unit: '%' }));
const cause = (change: Partial<Cause> = {}): Cause => ({
  kind: 'anomaly',
  id: 'anomaly_1',
  metric: 'cpu_usage',
  direction: 'up',
  ...change,
});
const judged = (after: number[], change: Partial<Outcome> = {}) =>
  judgeOutcome({
    cause: cause(),
    before: { at: '2027-01-15T08:00:00.000Z', metric: 'cpu_usage', value: 70, unit: '%' },
    after: read(...after),
    latest: aValue({ expected: 20, lower: 10, upper: 32 }),
    expect: null,
    waited: 30,
    within: 90,
    ...change,
  }).verdict;
const late = { waited: 90 };

describe('helped', () => {
  test('two fresh values back in the band; one is not yet enough', () => {
    expect(judged([25])).toBe('not_yet');
    expect(judged([25, 22])).toBe('helped');
    expect(judged([70, 25, 70, 25, 22])).toBe('helped');
    expect(judged([25, 70])).toBe('not_yet');
  });

  test('what the policy expects stands in the place of the band', () => {
    const expectation = { expect: { op: '<' as const, value: 65 } };
    expect(judged([60, 60], expectation)).toBe('helped');
    expect(judged([60, 60])).toBe('not_yet');
    expect(judged([25, 25], { expect: { op: '>' as const, value: 65 } })).toBe('not_yet');
  });

  test('nobody is healthy at the natural limit, however usual it is', () => {
    const before = { at: '', metric: 'cpu_usage', value: 95, unit: '%' };
    const usual = { latest: aValue({ expected: 91, lower: 80, upper: 100 }), before };
    expect(judged([92, 92], { ...usual, ...late })).toBe('no_effect');
    expect(judged([88, 88], usual)).toBe('helped');
  });

  test('a metric that fell has to rise', () => {
    const tasks = {
      cause: cause({ metric: 'running_tasks', direction: 'down' }),
      latest: aValue({ expected: 4, lower: 3, upper: 5 }),
    };
    const before = { at: '2027-01-15T08:00:00.000Z', metric: 'running_tasks', value: 1, unit: 'count' };
    expect(judged([4, 4], { ...tasks, before })).toBe('helped');
    expect(judged([1, 1], { ...tasks, before, ...late })).toBe('no_effect');
  });
});

describe('inconclusive: no data is never called fixed', () => {
  test('no fresh value in time, or only one', () => {
    expect(judged([])).toBe('not_yet');
    expect(judged([], late)).toBe('inconclusive');
    expect(judged([25], late)).toBe('inconclusive');
    expect(judged([70], late)).toBe('inconclusive');
  });

  test('a series of which nothing is known any more', () => {
    expect(judged([25, 25], { latest: undefined })).toBe('not_yet');
    expect(judged([25, 25], { latest: undefined, ...late })).toBe('inconclusive');
  });
});

describe('no effect and worse', () => {
  test('not back in time is no effect, and not judged before', () => {
    expect(judged([70, 68])).toBe('not_yet');
    expect(judged([70, 68], late)).toBe('no_effect');
    expect(judged([25, 70], late)).toBe('no_effect');
  });

  test('half the deviation more, twice in a row, is worse at once; a little more is not', () => {
    expect(judged([96, 97])).toBe('worse');
    expect(judged([70, 97])).toBe('not_yet');
    expect(judged([80, 80], late)).toBe('no_effect');
  });
});

test('the reason tells the figures before and after', () => {
  const { reason } = judgeOutcome({
    cause: cause(),
    before: { at: '', metric: 'cpu_usage', value: 70.4444, unit: '%' },
    after: read(25, 22),
    latest: aValue(),
    expect: null,
    waited: 30,
    within: 90,
  });
  expect(reason).toBe('cpu_usage is back: 70.4% before, 22% after');
});
