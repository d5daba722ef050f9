import { expect, test } from 'vitest';
import { shapeOf } from './shape.ts';

const shape = (residuals: readonly number[], { value = 50 + (residuals.at(-1) ?? 0), flat = false } = {}) =>
  shapeOf({ residuals, value, expected: 50, band: 3, flat });
const calm = [0.5, -0.5, 1, -1, 0.2, -0.3];

test('one point is a spike, two and more after a jump a level', () => {
  expect(shape([...calm, 20])).toBe('spike');
  expect(shape([...calm, 0.4, 0.6, 20]), 'whatever side the noise before it was on').toBe('spike');
  expect(shape([...calm, 20, 21])).toBe('level_shift');
  expect(shape([...calm, -20, -21, -19])).toBe('level_shift');
  expect(shape([2, 1, 2, 3, 2, 1, 2, 350, 360])).toBe('level_shift');
});

test('what came slowly is a drift', () => {
  expect(shape([0.5, -1, 2, 4, 6, 8, 10, 12])).toBe('drift');
  expect(shape([9, 10, 11, 12, 13, 14])).toBe('drift');
  expect(shape([1, 2, 4, 6, 8, 10, 12])).toBe('drift');
});

test('nothing where something is usual is a dropout, standing still a flat line', () => {
  expect(shape([...calm, -50], { value: 0 })).toBe('dropout');
  expect(shape([2, 2, 2, 2, 2], { flat: true })).toBe('flatline');
});

test('far off to both sides by turns is another variance', () => {
  expect(shape([10, -9, 11, -10, 9, -12, 10])).toBe('variance_change');
});
