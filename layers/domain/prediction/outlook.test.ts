import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Forecast, QUANTILES } from '../forecast/forecast.ts';
import { chanceBy, Outlook, outlookOf } from './outlook.ts';
import { climbing } from './predictions.fixture.ts';

const NOW = 1_800_000_000;
const forecastOf = (paths: number[][], count = paths[0]?.length ?? 0): Forecast => ({
  outcome: 'forecast',
  method: 'gated',
  step: 60,
  made_from: 100,
  coverage: 0.9,
  error: 0.7,
  tried: [],
  paths,
  points: Array.from({ length: count }, (_, index) => {
    const sorted = paths.map((path) => path[index] ?? 0).sort((a, b) => a - b);
    return {
      at: NOW + (index + 1) * 60,
      quantiles: QUANTILES.map((level) => sorted[Math.round(level * (sorted.length - 1))] ?? 0),
    };
  }),
});

test('the chance of a crossing is the share of paths that crossed, however short the crossing was', () => {
  // 101 paths, of which the n-th touches 50 + n at a minute of its own and is at 20 before and after
  const paths = Array.from({ length: 101 }, (_, n) =>
    Array.from({ length: 60 }, (_, minute) => (minute === n % 50 ? 50 + n / 2 : 20)),
  );
  const kept = outlookOf(forecastOf(paths), 'up', NOW);
  const by = (value: number) => chanceBy(kept, { value, direction: 'up' }, NOW + 3_600);
  expect(by(75)).toBeCloseTo(0.5, 1);
  expect(by(95)).toBeCloseTo(0.1, 1);
  expect([by(20), by(101)]).toEqual([1, 0]);
});

test('a bound from above is reached by the lowest of the paths', () => {
  const paths = Array.from({ length: 50 }, (_, n) => Array.from({ length: 30 }, () => n));
  const kept = outlookOf(forecastOf(paths), 'both', NOW);
  expect(chanceBy(kept, { value: 24.5, direction: 'down' }, NOW + 1_800)).toBeCloseTo(0.5, 1);
  expect(chanceBy(kept, { value: 24.5, direction: 'up' }, NOW + 1_800)).toBeCloseTo(0.5, 1);
});

test('without paths the quantiles answer, and so they do for the side that is not kept', () => {
  const line = { ...forecastOf([], 0), points: climbing({ now: NOW, from: 50, to: 100, seconds: 3_600 }).points };
  const kept = outlookOf(line, 'up', NOW);
  expect(chanceBy(kept, { value: 75, direction: 'up' }, NOW + 3_600)).toBe(1);
  expect(chanceBy(kept, { value: 75, direction: 'up' }, NOW + 1_500)).toBe(0);
  expect(kept.points.every(({ lowest }) => lowest.length === 0)).toBe(true);
  expect(chanceBy(kept, { value: 40, direction: 'down' }, NOW + 3_600)).toBe(0);
});

describe('for any forecast', () => {
  const anyPaths = fc
    .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 2, max: 20 }))
    .chain(([length, count]) =>
      fc.array(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: length, maxLength: length }), {
        minLength: count,
        maxLength: count,
      }),
    );

  test('a chance is from 0 to 1, and falls with a stricter bound and rises with time', () => {
    fc.assert(
      fc.property(anyPaths, fc.double({ min: 0, max: 100, noNaN: true }), (paths, value) => {
        const kept = outlookOf(forecastOf(paths), 'both', NOW);
        expect(kept.points.length).toBeLessThanOrEqual(80);
        expect(kept.points.at(-1)?.at).toBe(NOW + (paths[0]?.length ?? 0) * 60);
        const ends = [60, 600, 3_600, 30_000].map((after) => NOW + after);
        for (const direction of ['up', 'down'] as const) {
          const chances = ends.map((end) => chanceBy(kept, { value, direction }, end));
          for (const chance of chances) expect(chance >= 0 && chance <= 1).toBe(true);
          for (const [index, chance] of chances.entries()) {
            expect(chance).toBeGreaterThanOrEqual((chances[index - 1] ?? 0) - 1e-9);
          }
          const stricter = value + (direction === 'up' ? 5 : -5);
          expect(chanceBy(kept, { value: stricter, direction }, NOW + 3_600)).toBeLessThanOrEqual(
            chanceBy(kept, { value, direction }, NOW + 3_600) + 1e-9,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test('what is kept reads back as it was written', () => {
    fc.assert(
      fc.property(anyPaths, (paths) => {
        const kept = outlookOf(forecastOf(paths), 'up', NOW);
        expect(Outlook.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});
