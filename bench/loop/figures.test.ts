import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byFault, figuresOf, type MeasuredRound, median } from './figures.ts';

const round = (change: Partial<MeasuredRound> = {}): MeasuredRound => ({
  fault: 'memory-leak',
  service: 'payments',
  number: 1,
  set_at: '2026-11-24T16:00:00.000Z',
  outcome: 'repaired',
  why: '',
  detected: { seconds: 20, service: 'payments', what: 'memory_usage' },
  acted: { seconds: 25, service: 'payments', what: 'restart_container' },
  healthy: { seconds: 70, service: 'payments', what: 'restart_container' },
  ...change,
});

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('as many values lie below the median as above it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }), (values) => {
      const middle = median(values);
      const below = values.filter((value) => value < middle).length;
      const above = values.filter((value) => value > middle).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});

test('what never came is longer than all that came', () => {
  const missed = round({ outcome: 'not detected', detected: null, acted: null, healthy: null });
  expect(figuresOf([round(), round(), missed])).toMatchObject({ rounds: 3, failed: 1, detected: 20, healthy: 70 });
  expect(figuresOf([round(), missed, missed]).detected).toBe(Number.POSITIVE_INFINITY);
});

test('a round that was held back counts as failed though its metric came back later', () => {
  expect(figuresOf([round({ outcome: 'held' })])).toMatchObject({
    failed: 1,
    detected: 20,
    healthy: Number.POSITIVE_INFINITY,
  });
});

test('figures come by fault, and over all at the end', () => {
  const rounds = [round(), round({ fault: 'crash' }), round()];
  expect(byFault(rounds).map(({ of, figures }) => [of, figures.rounds])).toEqual([
    ['memory-leak', 2],
    ['crash', 1],
    ['all', 3],
  ]);
});
