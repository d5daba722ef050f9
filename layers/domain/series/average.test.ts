import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averaged, MOST_POINTS, rounded, stepFor } from './average.ts';

const points = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 100_000 }), value: fc.double({ min: 0, max: 100, noNaN: true }) }),
);

test('points of one period become their mean at its start, in order of time', () => {
  const values = [
    { at: 130, value: 10 },
    { at: 60, value: 1 },
    { at: 70, value: 2 },
    { at: 110, value: 6 },
  ];
  expect(averaged(values, 60)).toEqual([
    { at: 60, value: 3 },
    { at: 120, value: 10 },
  ]);
});

test('an average lies between the least and the most, at a multiple of the step, once a period', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 7_200 }), (values, step) => {
      const result = averaged(values, step);
      expect(new Set(result.map(({ at }) => at)).size).toBe(result.length);
      for (const { at, value } of result) {
        const inside = values.filter((one) => one.at >= at && one.at < at + step).map((one) => one.value);
        expect(at % step).toBe(0);
        expect(value).toBeGreaterThanOrEqual(Math.min(...inside) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...inside) + 1e-9);
      }
    }),
  );
});

test('without a wish the step is what is stored, or the finest multiple of it that an answer holds', () => {
  expect(stepFor({ from: 0, until: 3_600, stored: 10 }, undefined)).toBe(10);
  const day = stepFor({ from: 0, until: 86_400, stored: 10 }, undefined);
  expect(day % 10).toBe(0);
  expect(86_400 / day).toBeLessThanOrEqual(MOST_POINTS);
  expect(86_400 / (day - 10)).toBeGreaterThan(MOST_POINTS);
});

test('a wish coarser than what is stored is met, a finer one cannot be', () => {
  expect(stepFor({ from: 0, until: 3_600, stored: 10 }, 300)).toBe(300);
  expect(stepFor({ from: 0, until: 3_600, stored: 60 }, 10)).toBe(60);
});

test('what single precision adds is cut away', () => {
  expect(rounded(Math.fround(45.2))).toBe(45.2);
  expect(rounded(Math.fround(0.01))).toBe(0.01);
});
