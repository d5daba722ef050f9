import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';
import { leftTheUsual, robustLine } from './robustLine.ts';
import { segmentsOf } from './segments.ts';

const DAY = 96;
const flat = { day: DAY, profile: [0], slope: 0 };
const noise = (index: number): number => ((index * 7_919) % 31) / 31 - 0.5;
const series = (length: number, of: (cell: number) => number): number[] =>
  Array.from({ length }, (_, cell) => of(cell) + noise(cell));

test('a flat part and a line are two stretches', () => {
  const values = series(200, (cell) => Math.max(0, cell - 120));
  const found = segmentsOf(values, 0.4);
  expect(found).toHaveLength(2);
  expect(Math.abs((found[1]?.from ?? 0) - 120)).toBeLessThanOrEqual(4);
  expect(found[0]?.to).toBe(found[1]?.from);
  expect(found[1]?.to).toBe(200);
});

test('a stretch’s parabola is told by cells from its first', () => {
  const [only] = segmentsOf(
    Array.from({ length: 60 }, (_, cell) => 2 + 3 * cell + 0.5 * cell * cell),
    1,
  );
  expect(only?.coefficients[0]).toBeCloseTo(2, 3);
  expect(only?.coefficients[1]).toBeCloseTo(3, 3);
  expect(only?.coefficients[2]).toBeCloseTo(0.5, 4);
});

test.each([
  ['straight', (cell: number) => 0.5 * cell],
  ['begun', (cell: number) => 2 * Math.max(0, cell - 60)],
  ['faster', (cell: number) => 0.01 * cell * cell],
  ['saturating', (cell: number) => 60 * (1 - 2 ** (-cell / 20))],
  ['daily', (cell: number) => cell + 25 * Math.sin((2 * Math.PI * cell) / DAY)],
] as const)('growth that is %s is known as such, and goes on as it went', (shape, of) => {
  const length = shape === 'daily' ? 150 : 100;
  const growth = growthOf(series(length, of), DAY);
  expect(growth?.shape).toBe(shape);
  for (const ahead of [1, 12, 24]) expect(Math.abs((growth?.at(ahead) ?? 0) - of(length - 1 + ahead))).toBeLessThan(4);
});

test('a jump is no growth', () => {
  expect(
    growthOf(
      series(40, (cell) => (cell < 30 ? 0 : 50)),
      DAY,
    ),
  ).toBeUndefined();
});

test('a leak is followed to where it leads, a gap in it and a spike on it notwithstanding', () => {
  const values = series(5 * DAY, (cell) => 30 + Math.max(0, cell - 4 * DAY) * 0.4);
  values.fill(Number.NaN, 430, 436);
  values[450] = 500;
  const line = robustLine(values, flat, 48);
  expect(line?.growth.shape).toBe('straight');
  expect(Math.abs((line?.path.at(-1) ?? 0) - (30 + (DAY + 47) * 0.4))).toBeLessThan(3);
  expect(leftTheUsual(values, flat, 8)).toBe(true);
});

test('nothing grows longer than three times as long as it did', () => {
  const values = series(5 * DAY, (cell) => 30 + Math.max(0, cell - (5 * DAY - 24)) * 0.8);
  const path = robustLine(values, flat, 200)?.path ?? [];
  expect(path.at(-1)).toBe(path[120]);
});

test.each([
  ['is level', () => 30],
  ['came and went before, twice', (cell: number) => 30 + 0.5 * ((cell + 30) % 120)],
])('there is no line where the series %s', (_, of) => {
  expect(robustLine(series(5 * DAY, of), flat, 48)).toBeUndefined();
});

test('what is within the usual is not left', () => {
  expect(
    leftTheUsual(
      series(5 * DAY, (cell) => 10 * Math.sin(cell / 9)),
      flat,
      8,
    ),
  ).toBe(false);
});

test('no noise at all breaks nothing', () => {
  expect(robustLine(new Array<number>(300).fill(5), flat, 10)).toBeUndefined();
  expect(robustLine([], flat, 10)).toBeUndefined();
  const exact = robustLine(
    Array.from({ length: 300 }, (_, cell) => Math.max(0, cell - 200)),
    flat,
    10,
  );
  expect(exact?.path[9]).toBeCloseTo(109, 0);
});
