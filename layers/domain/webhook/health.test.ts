import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLost, isRationed, pauseAfter, waitOf } from './health.ts';

const failing = (tries: number, next_at = 0) => ({ since: '2026-11-24T16:00:00.000Z', tries, next_at });
const began = Date.parse('2026-11-24T16:00:00Z') / 1000;

test('a receiver that stumbles is called freely, one that lies is called by one at a time', () => {
  expect([1, 4, 5, 50].map((tries) => isRationed(failing(tries), began))).toEqual([false, false, true, true]);
  expect([1, 4].map((tries) => pauseAfter(tries, undefined))).toEqual([0, 0]);
  expect([5, 6, 7, 8, 9, 100].map((tries) => pauseAfter(tries, undefined))).toEqual([5, 10, 20, 40, 60, 60]);
});

test('Retry-After holds everybody back from the first time on, for an hour at most', () => {
  expect(pauseAfter(1, 120)).toBe(120);
  expect(pauseAfter(20, 3)).toBe(60);
  expect(pauseAfter(1, 1e9)).toBe(3_600);
  expect(isRationed(failing(1, began + 60), began)).toBe(true);
  expect(isRationed(failing(1, began + 60), began + 60)).toBe(false);
});

test('who waits looks again after the pause, the later the longer it has waited, and within a quarter of an hour', () => {
  const seconds = fc.double({ min: 0, max: 100_000, noNaN: true });
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(seconds, seconds, chance, (age, untilNext, chance) => {
      const wait = waitOf({ age, untilNext, chance });
      expect(wait).toBeGreaterThan(untilNext);
      expect(wait).toBeLessThanOrEqual(untilNext + 900);
      expect(waitOf({ age: age * 2, untilNext, chance })).toBeGreaterThanOrEqual(wait);
    }),
  );
});

test('it is lost when nothing has worked for that long', () => {
  const days = (n: number) => began + n * 86_400;
  expect(isLost(failing(40), days(2.9), 3 * 86_400)).toBe(false);
  expect(isLost(failing(40), days(3), 3 * 86_400)).toBe(true);
});
