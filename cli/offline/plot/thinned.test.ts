import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Thinned } from './thinned.ts';

const point = (at: number, value: number, band = Number.NaN) => ({
  at,
  value,
  expected: band,
  lower: band - 1,
  upper: band + 1,
});

test('a short series stays as it is, in order of time, without what was not measured', () => {
  const thinned = new Thinned(4);
  for (const one of [point(2, 5, 4), point(1, 3, 4), point(3, Number.NaN, 4)]) thinned.add(one);
  expect(thinned.points).toEqual([point(1, 3, 4), point(2, 5, 4)]);
});

test('a long one keeps its bound, every spike, and the mean of the band where there is one', () => {
  const thinned = new Thinned(8);
  for (let at = 0; at < 1_000; at++)
    thinned.add(point(at, at === 777 ? 99 : at === 333 ? -99 : at % 2, at < 512 ? Number.NaN : 10));
  const { points } = thinned;
  expect(points.length).toBeLessThanOrEqual(16);
  expect(points).toContainEqual({ ...point(777, 99, 10) });
  expect(points.some(({ at, value }) => at === 333 && value === -99)).toBe(true);
  expect(points.filter(({ expected }) => Number.isNaN(expected)).every(({ at }) => at < 512)).toBe(true);
  expect(thinned.perPiece).toBe(128);
});

test('least and most are those of the series, and every point is one of it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 2, max: 40 }),
      (values, most) => {
        const thinned = new Thinned(most);
        values.forEach((value, at) => {
          thinned.add(point(at, value, 0));
        });
        const drawn = thinned.points;
        expect(drawn.length).toBeLessThanOrEqual(2 * most);
        expect(Math.min(...drawn.map(({ value }) => value))).toBe(Math.min(...values));
        expect(Math.max(...drawn.map(({ value }) => value))).toBe(Math.max(...values));
        for (const { at, value } of drawn) expect(values[at]).toBe(value);
      },
    ),
  );
});
