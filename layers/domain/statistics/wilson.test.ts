import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilsonLower } from './wilson.ts';

test('known values', () => {
  // Newcombe 1998, 81 of 263 and 15 of 148 at 95 %
  expect(wilsonLower(81, 263, 1.96)).toBeCloseTo(0.2553, 3);
  expect(wilsonLower(15, 148, 1.96)).toBeCloseTo(0.0624, 3);
  expect(wilsonLower(0, 0, 1.645)).toBe(0);
  expect(wilsonLower(0, 20, 1.645)).toBe(0);
});

test('below the share itself, and nearer to it the more was tried', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (trials, some) => {
      const successes = Math.min(trials, some);
      const lower = wilsonLower(successes, trials, 1.645);
      expect(lower).toBeLessThanOrEqual(successes / trials + 1e-12);
      expect(wilsonLower(successes * 2, trials * 2, 1.645)).toBeGreaterThanOrEqual(lower - 1e-12);
    }),
  );
});
