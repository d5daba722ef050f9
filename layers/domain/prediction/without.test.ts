import { expect, test } from 'vitest';
import { aPrediction, climbing } from './predictions.fixture.ts';
import { bestWithout } from './without.ts';

const NOW = 1_800_000_000;
const near = climbing({ now: NOW, from: 60, to: 90, seconds: 3_600, spread: 10 });

test('is the better edge of the forecast at that time', () => {
  const half = bestWithout(aPrediction({ near }), 'up', { now: NOW, at: NOW + 1_800 });
  expect(half).toBeGreaterThan(65);
  expect(half).toBeLessThan(75);
  const fall = bestWithout(aPrediction({ near }), 'down', { now: NOW, at: NOW + 1_800 });
  expect(fall).toBeGreaterThan(75);
});

test('is the far forecast beyond the near one, and nothing beyond both or where they are old', () => {
  const far = climbing({ now: NOW, from: 60, to: 60, seconds: 36_000 });
  expect(bestWithout(aPrediction({ near, far }), 'up', { now: NOW, at: NOW + 7_200 })).toBe(60);
  expect(bestWithout(aPrediction({ near }), 'up', { now: NOW, at: NOW + 7_200 })).toBeUndefined();
  expect(bestWithout(aPrediction({ near }), 'up', { now: NOW + 9_000, at: NOW + 1_800 })).toBeUndefined();
});
