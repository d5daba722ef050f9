import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jitterOf, medianOf, quantileOf, sorted, spreadOf } from './order.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const withGaps = fc
  .tuple(finite, fc.array(fc.oneof(finite, fc.constant(Number.NaN))))
  .map(([one, others]) => [...others, one]);

test('a median by selection is that of the sorted values', () => {
  fc.assert(
    fc.property(withGaps, (values) => {
      expect(medianOf(values)).toBeCloseTo(quantileOf(sorted(values), 0.5), 6);
    }),
  );
});

test('quantiles rise with their level and stay within the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, level) => {
        const ascending = sorted(values);
        const quantile = quantileOf(ascending, level);
        expect(quantile).toBeGreaterThanOrEqual(Math.min(...values));
        expect(quantile).toBeLessThanOrEqual(Math.max(...values));
        expect(quantileOf(ascending, Math.min(1, level + 0.1))).toBeGreaterThanOrEqual(quantile);
      },
    ),
  );
});

test('nothing has no median', () => {
  expect(medianOf([])).toBeNaN();
  expect(medianOf([Number.NaN])).toBeNaN();
  expect(quantileOf([], 0.5)).toBeNaN();
});

test('the spread is not moved by one far value, the jitter not by a slope', () => {
  expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBeCloseTo(1.4826 * 2);
  expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8, 1e9])).toBeCloseTo(1.4826 * 2);
  const jagged = Array.from({ length: 40 }, (_, index) => (index % 2) * 2);
  const steep = jagged.map((value, index) => value + 0.01 * index);
  expect(jitterOf(steep)).toBeCloseTo(jitterOf(jagged), 1);
});

test('quantiles lie between neighbours in a straight line', () => {
  expect(quantileOf([0, 10, 20], 0.25)).toBe(5);
  expect(quantileOf([0, 10, 20], 1)).toBe(20);
  expect(quantileOf([3], 0.9)).toBe(3);
  expect(quantileOf([], 0.5)).toBeNaN();
});
