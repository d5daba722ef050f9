import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Honoured } from './honoured.ts';
import { TokenBucket } from './tokenBucket.ts';

const limit = (requests_per_second: unknown, tasks: unknown = 2, enabled = true) => ({
  rate_limit: { enabled, requests_per_second, tasks },
});
const admitted = (honoured: Honoured, perSecond: number, seconds: number, from = 0) =>
  Array.from({ length: perSecond * seconds }, (_, at) => honoured.admits(from + (at * 1000) / perSecond)).filter(
    Boolean,
  ).length;

test('without flags everything is done', () => {
  const honoured = new Honoured();
  expect(honoured.skips('payments')).toBe(false);
  expect(admitted(honoured, 100, 10)).toBe(1_000);
  expect(honoured.take()).toEqual({ limited: 0, skipped: 0 });
});

test('an open breaker leaves out the call that it names, until it closes', () => {
  const honoured = new Honoured();
  honoured.hear({ breaker_payments: { enabled: true }, breaker_users: { enabled: false } });
  expect([honoured.skips('payments'), honoured.skips('users')]).toEqual([true, false]);
  expect(honoured.take()).toEqual({ limited: 0, skipped: 1 });
  honoured.hear({ breaker_payments: { enabled: false } });
  expect(honoured.skips('payments')).toBe(false);
});

test("a limit lets through this task's part of it", () => {
  const honoured = new Honoured();
  honoured.hear(limit(4));
  const through = admitted(honoured, 20, 60);
  expect(through).toBeGreaterThanOrEqual(2 * 60 - 1);
  expect(through).toBeLessThanOrEqual(2 * 60 + 2);
  expect(honoured.take().limited).toBe(20 * 60 - through);
});

test('a limit that is heard again takes nothing from what has run up, and another rate holds at once', () => {
  const honoured = new Honoured();
  honoured.hear(limit(2));
  admitted(honoured, 10, 5);
  honoured.hear(limit(2));
  expect(honoured.admits(5_000), 'no new bucket, which would be full').toBe(false);
  honoured.hear(limit(20));
  expect(admitted(honoured, 20, 10, 5_000)).toBeGreaterThan(90);
  honoured.hear(limit(20, 2, false));
  expect(admitted(honoured, 50, 1, 20_000)).toBe(50);
});

test.each([limit(undefined), limit('4'), limit(0), limit(-1), limit(Number.NaN)])('%o limits nothing', (flags) => {
  const honoured = new Honoured();
  honoured.hear(flags);
  expect(admitted(honoured, 50, 2)).toBe(100);
});

test('however requests come, no more pass than the rate and the one burst allow', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 50, noNaN: true }), gaps, (rate, pauses) => {
      const bucket = new TokenBucket(rate);
      let now = 0;
      let passed = 0;
      for (const pause of pauses) {
        now += pause;
        if (bucket.take(now)) passed += 1;
      }
      const first = pauses[0] ?? 0;
      expect(passed).toBeLessThanOrEqual(Math.max(1, rate) + ((now - first) / 1000) * rate + 1e-6);
      expect(passed).toBeGreaterThanOrEqual(1);
    }),
  );
});
