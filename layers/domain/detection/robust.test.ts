import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean, median, slope, spread, tailScore } from './robust.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

test('a median lies in the middle, and bears that nearly half of the values are wild', () => {
  expect([median([3]), median([1, 9]), median([5, 1, 3])]).toEqual([3, 5, 3]);
  expect(median([])).toBeNaN();
  fc.assert(
    fc.property(numbers, (values) => {
      const centre = median(values);
      expect(values.filter((value) => value < centre).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > centre).length).toBeLessThanOrEqual(values.length / 2);
      const wild = [...values, ...values.slice(1).map(() => 1e12)];
      expect(median(wild)).toBeLessThanOrEqual(1e6);
    }),
  );
});

test('a spread is none of a constant, scales with the values, and is a standard deviation of what is normal', () => {
  expect(spread([4, 4, 4], 4)).toBe(0);
  const values = [1, 2, 3, 4, 5];
  expect(spread(values, 3)).toBeCloseTo(1.4826, 4);
  expect(
    spread(
      values.map((value) => value * 10),
      30,
    ),
  ).toBeCloseTo(14.826, 3);
});

test('the slope of a line is its own, of nothing and of one moment none', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), (rate, level) => {
      const line = Array.from({ length: 6 }, (_, i) => ({ at: 1_800_000_000 + i * 10, value: level + rate * i * 10 }));
      expect(slope(line)).toBeCloseTo(rate, 6);
    }),
  );
  expect([
    slope([]),
    slope([{ at: 1, value: 5 }]),
    slope([
      { at: 1, value: 5 },
      { at: 1, value: 9 },
    ]),
  ]).toEqual([0, 0, 0]);
  expect(mean([])).toBeNaN();
});

test('a score rises with the distance, from none to nearly one, the same both ways', () => {
  expect(tailScore(0)).toBe(0);
  expect(tailScore(3)).toBeCloseTo(0.942, 3); // Student's t with three degrees of freedom
  expect(tailScore(-5)).toBe(tailScore(5));
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e3, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true }), (a, b) => {
      expect(tailScore(Math.min(a, b))).toBeLessThanOrEqual(tailScore(Math.max(a, b)));
      expect(tailScore(a)).toBeLessThanOrEqual(1);
    }),
  );
});
