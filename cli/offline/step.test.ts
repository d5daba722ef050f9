import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepOf } from './step.ts';

function from(start: number, gaps: readonly number[]): number[] {
  const times = [start];
  for (const gap of gaps) times.push((times.at(-1) ?? 0) + gap);
  return times;
}

test('holes, repeated times and steps back do not move it', () => {
  expect(stepOf(from(1_000, [300, 300, 0, 300, 7_200, 300, -3_600, 300]))).toBe(300);
});

test('of none, of one point, and of a series that only goes back there is none', () => {
  expect([stepOf([]), stepOf([5]), stepOf([5, 5, 4]), stepOf([5, 8])]).toEqual([undefined, undefined, undefined, 3]);
});

test('clocks read a little late mean whole seconds; finer steps stay', () => {
  expect(stepOf(from(0.013, [9.998, 10.004, 10.001, 9.997]))).toBe(10);
  expect(stepOf(from(1_764_072_000, [0.25, 0.25, 0.25]))).toBe(0.25);
  expect(stepOf(from(0, [1.5, 1.5]))).toBe(1.5);
});

test('is exact while fewer than half of the gaps are others, wherever they are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 86_400 }),
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 40 }),
      fc.nat(),
      (step, start, odd, where) => {
        const gaps = new Array<number>(odd.length + 1).fill(step);
        odd.forEach((gap, index) => {
          gaps.splice((where * (index + 1)) % gaps.length, 0, gap);
        });
        expect(stepOf(from(start, gaps))).toBe(step);
      },
    ),
  );
});
