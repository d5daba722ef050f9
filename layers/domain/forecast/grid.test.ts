import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridOf, since, until } from './grid.ts';

const HOUR = 3_600;
const line = Array.from({ length: 96 }, (_, index) => ({ at: 1_000 + 300 * index, value: index }));

test('a short horizon keeps the step, a day is cut into quarters of an hour', () => {
  expect(gridOf(line, 300, HOUR)).toMatchObject({ step: 300, perCell: 1, day: 288 });
  const day = gridOf(line, 300, 24 * HOUR);
  expect(day).toMatchObject({ step: 900, perCell: 3, day: 96, last: 1_000 + 300 * 95 });
  expect(day.cells.slice(-2)).toEqual([91, 94]);
  expect(gridOf(line, 60, 48 * HOUR).step).toBe(900);
});

test('order, repeats and NaN do not matter', () => {
  const wanted = gridOf(line, 300, HOUR);
  const shuffled = fc.shuffledSubarray(line, { minLength: line.length, maxLength: line.length });
  fc.assert(
    fc.property(shuffled, (points) => {
      const dirty = [...points, ...points.slice(0, 5), { at: 1_000 + 300 * 200, value: Number.NaN }];
      expect(gridOf(dirty, 300, HOUR)).toEqual(wanted);
    }),
  );
});

test('what misses is a gap, in cells only if nothing of it came', () => {
  const holes = line.filter((_, index) => index % 3 !== 0 && (index < 30 || index >= 39));
  const { fine, cells } = gridOf(holes, 300, 24 * HOUR);
  expect(fine.filter(Number.isNaN)).not.toHaveLength(0);
  expect(cells.flatMap((value, cell) => (Number.isNaN(value) ? [cell] : []))).toHaveLength(3);
});

test('points off the step by some seconds fall where they belong', () => {
  const late = line.map(({ at, value }, index) => ({ at: at + ((index * 37) % 100) - 50, value }));
  expect(gridOf(late, 300, HOUR).fine.filter(Number.isNaN).length).toBeLessThan(5);
});

test('a month is remembered', () => {
  const year = Array.from({ length: 24 * 365 }, (_, hour) => ({ at: hour * HOUR, value: hour }));
  expect(gridOf(year, HOUR, 24 * HOUR).cells).toHaveLength(28 * 24);
});

test('earlier and later parts keep their times', () => {
  const grid = gridOf(line, 300, 24 * HOUR);
  expect(until(grid, 30)).toMatchObject({ last: grid.last - 2 * 900, cells: grid.cells.slice(0, 30) });
  expect(since(grid, 10)).toMatchObject({ last: grid.last, cells: grid.cells.slice(10) });
});

test('no point makes no grid', () => {
  expect(gridOf([{ at: 1, value: Number.NaN }], 60, HOUR).cells).toEqual([]);
});
