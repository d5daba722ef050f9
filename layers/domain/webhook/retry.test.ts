import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GIVE_UP_SECONDS, nextTry, retryAfterSeconds } from './retry.ts';

/** The tries of a receiver that never comes back. */
function schedule(chance: () => number): number[] {
  const delays: number[] = [];
  for (let age = 0, tries = 1; ; tries++) {
    const delay = nextTry(tries, { age, chance: chance() });
    if (delay === null) return delays;
    delays.push(delay);
    age += delay;
  }
}

test('soon at first, hourly later, and over after a day', () => {
  const delays = schedule(() => 1);
  expect(delays.slice(0, 4)).toEqual([2, 4, 8, 16]);
  expect(Math.max(...delays)).toBe(3_600);
  const all = delays.reduce((sum, delay) => sum + delay, 0);
  expect(all).toBeLessThanOrEqual(GIVE_UP_SECONDS);
  expect(all).toBeGreaterThan(GIVE_UP_SECONDS - 3_600);
});

test('jitter keeps each delay between a half and the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
      const whole = nextTry(tries, { age: 0, chance: 1 }) ?? 0;
      const delay = nextTry(tries, { age: 0, chance }) ?? 0;
      expect(delay).toBeGreaterThanOrEqual(whole / 2);
      expect(delay).toBeLessThanOrEqual(whole);
    }),
  );
});

test('Retry-After is honoured when it is longer than our own delay', () => {
  expect(nextTry(1, { age: 0, chance: 0, retryAfter: 120 })).toBe(120);
  expect(nextTry(10, { age: 0, chance: 1, retryAfter: 3 })).toBe(1_024);
  expect(nextTry(1, { age: 0, chance: 0, retryAfter: GIVE_UP_SECONDS + 1 })).toBeNull();
});

test('Retry-After is a number of seconds or a date', () => {
  const now = Date.parse('2026-11-24T16:00:00Z') / 1000;
  expect(retryAfterSeconds('30', now)).toBe(30);
  expect(retryAfterSeconds('Tue, 24 Nov 2026 16:01:00 GMT', now)).toBe(60);
  expect(retryAfterSeconds('Tue, 24 Nov 2026 15:00:00 GMT', now)).toBe(0);
  expect(retryAfterSeconds('soon', now)).toBeUndefined();
  expect(retryAfterSeconds(undefined, now)).toBeUndefined();
});
