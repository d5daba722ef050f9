import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentile, TrafficWindow } from './traffic.ts';

test('percentiles interpolate between the closest ranks', () => {
  const hundred = Array.from({ length: 101 }, (_, at) => at);
  expect(percentile(hundred, 50)).toBe(50);
  expect(percentile(hundred, 99)).toBe(99);
  expect(percentile([10, 20], 50)).toBe(15);
  expect(percentile([7], 99)).toBe(7);
});

test('percentiles lie within the values and rise with the rank', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, (given) => {
      const sorted = [...given].sort((a, b) => a - b);
      const [p50, p95, p99] = [percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99)];
      expect(p50).toBeGreaterThanOrEqual(Math.min(...given));
      expect(p99).toBeLessThanOrEqual(Math.max(...given) + 1e-6);
      expect(p95 - p50).toBeGreaterThanOrEqual(-1e-6);
      expect(p99 - p95).toBeGreaterThanOrEqual(-1e-6);
    }),
  );
});

test('a window counts once and begins anew; an empty one has no latencies', () => {
  const window = new TrafficWindow();
  window.record(30, true);
  window.record(10, false);
  expect(window.take()).toEqual({ requests: 2, errors: 1, p50: 20, p95: 29, p99: expect.closeTo(29.8) });
  expect(window.take()).toEqual({ requests: 0, errors: 0 });
});
