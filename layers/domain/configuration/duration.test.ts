import { expect, test } from 'vitest';
import { Duration, seconds } from './duration.ts';

test.each<[Duration, number]>([
  ['250ms', 0.25],
  ['10s', 10],
  ['1.5m', 90],
  ['7y', 220_752_000],
  [300, 300],
  [0.25, 0.25],
])('%s is %d seconds', (written, meant) => {
  expect(seconds(Duration.parse(written))).toBe(meant);
});

test('a number is kept to the millisecond: a table holds no 6e-181', () => {
  expect(Duration.parse(6.141424525583816e-181)).toBe(0);
  expect(Duration.parse(12.3456)).toBe(12.346);
});

test.each([-1, 1e16, Number.POSITIVE_INFINITY, '10', '5 m', '-5m', '999999999y', '1e3s', ''])(
  '%s is none',
  (written) => {
    expect(Duration.safeParse(written).success).toBe(false);
  },
);
