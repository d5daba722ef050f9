import { expect, test } from 'vitest';
import { tellings } from './deployed.ts';

test('an outburst after a quiet day is told once, when it comes', () => {
  const points = Array.from({ length: 1_500 }, (_, i) => ({
    at: 1_800_000_000 + 60 * i,
    value: (i >= 1_460 && i < 1_480 ? 5_000 : 100) + (i % 7),
  }));
  const told = tellings(points, 'warn').flatMap((one, i) => (one ? [i] : []));
  expect(told).toHaveLength(1);
  expect(told[0]).toBeGreaterThanOrEqual(1_460);
  expect(told[0]).toBeLessThan(1_480);
});
