import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seeded } from '../random.ts';
import { restRate } from '../services.ts';
import { outsideRate, pauseUntilNext } from './shape.ts';

const MIDDAY = 9 * 3600;
const rest = { factor: 1, surging: new Set<'orders' | 'users' | 'payments'>() };

test('the load swings by a tenth over the day', () => {
  const rates = Array.from({ length: 24 }, (_, hour) => outsideRate('orders', hour * 3600, rest));
  expect(Math.max(...rates) / 14).toBeCloseTo(1.1, 2);
  expect(Math.min(...rates) / 14).toBeCloseTo(0.9, 2);
});

test('a surge brings what the service sees to three times, and leaves the others', () => {
  const surging = { factor: 1, surging: new Set(['payments'] as const) };
  const fromOrders = 14;
  expect(outsideRate('payments', MIDDAY, surging) + fromOrders).toBeCloseTo(3 * restRate('payments'), 5);
  expect(outsideRate('users', MIDDAY, surging)).toBe(outsideRate('users', MIDDAY, rest));
});

test('pauses vary by a half either way and keep the mean', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.1, max: 100, noNaN: true }), (seed, rate) => {
      const random = seeded(seed);
      const pauses = Array.from({ length: 500 }, () => pauseUntilNext(rate, random()));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0.5 / rate);
      expect(Math.max(...pauses)).toBeLessThan(1.5 / rate);
      expect((pauses.reduce((sum, pause) => sum + pause, 0) / 500) * rate).toBeCloseTo(1, 0);
    }),
  );
});

test('the same seed gives the same load', () => {
  const [one, two] = [seeded(7), seeded(7)];
  expect(Array.from({ length: 5 }, one)).toEqual(Array.from({ length: 5 }, two));
});
