import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breachOf } from './breach.ts';
import type { Forecast } from './forecast.ts';

const forecastOf = (quantiles: readonly (readonly number[])[], paths?: readonly (readonly number[])[]): Forecast => ({
  outcome: 'forecast',
  method: 'gated',
  step: 60,
  made_from: 100,
  points: quantiles.map((row, index) => ({ at: 60 * (index + 1), quantiles: row })),
  coverage: 0.9,
  error: 0.5,
  tried: [],
  paths,
});
const around = (middle: number): number[] => [-5, -4, -2, 0, 2, 4, 5].map((offset) => middle + offset);

test('chances are shares of the paths that have crossed by then, and stay crossed', () => {
  const paths = [
    [1, 9, 1, 1],
    [1, 1, 9, 1],
    [1, 1, 1, 9],
    [1, 1, 1, 1],
  ];
  const breach = breachOf(forecastOf([1, 1, 1, 1].map(around), paths), 8, 'up');
  expect(breach).toEqual({ threshold: 8, direction: 'up', probability: 0.75, at: 180, earliest: 120 });
});

test('a rare event in one path of ten is no breach at every moment', () => {
  const paths = Array.from({ length: 10 }, (_, path) => [1, 1, path === 0 ? 99 : 1]);
  expect(breachOf(forecastOf([1, 1, 1].map(around), paths), 50, 'up')).toMatchObject({ probability: 0.1, at: null });
});

test('without paths the likeliest moment counts, straight between the quantiles', () => {
  const forecast = forecastOf([10, 14, 12].map(around));
  expect(breachOf(forecast, 14, 'up')).toMatchObject({ probability: 0.5, at: 120, earliest: 60 });
  expect(breachOf(forecast, 16, 'up').probability).toBeCloseTo(0.25);
  expect(breachOf(forecast, 15, 'up').probability).toBeCloseTo(0.375);
  expect(breachOf(forecast, 30, 'up')).toMatchObject({ probability: 0, at: null, earliest: null });
  expect(breachOf(forecast, 0, 'up')).toMatchObject({ probability: 1, at: 60 });
});

test('down is up upside down', () => {
  const upside = (row: readonly number[]): number[] => row.map((value) => -value).reverse();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: -60, max: 60 }),
      fc.boolean(),
      (middles, threshold, whole) => {
        const rows = middles.map(around);
        const paths = whole ? [middles, middles.map((value) => value + 3)] : [];
        const up = breachOf(forecastOf(rows, paths), threshold, 'up');
        const down = breachOf(
          forecastOf(
            rows.map(upside),
            paths.map((path) => path.map((value) => -value)),
          ),
          -threshold,
          'down',
        );
        expect({ ...down, probability: 0 }).toEqual({
          ...up,
          threshold: -threshold,
          direction: 'down',
          probability: 0,
        });
        expect(down.probability).toBeCloseTo(up.probability, 9);
      },
    ),
  );
});

test('a farther threshold is no likelier', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 60 }),
      (middles, at) => {
        const forecast = forecastOf(middles.map(around));
        expect(breachOf(forecast, at + 3, 'up').probability).toBeLessThanOrEqual(
          breachOf(forecast, at, 'up').probability,
        );
      },
    ),
  );
});
