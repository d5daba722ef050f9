import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorsOf, between, calibrate, type HeldBack } from './conformal.ts';
import { QUANTILES } from './quantiles.ts';

/** A fixed stream of numbers in 0–1 (a linear congruence: Park and Miller 1988). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const held = (count: number, ahead: number, error: (random: () => number, step: number) => number): HeldBack[] => {
  const random = stream(42);
  return Array.from({ length: count }, (_, index) => ({
    cell: index * ahead,
    ahead,
    errors: Float64Array.from({ length: ahead }, (_, step) => error(random, step)),
  }));
};

test('of errors that are alike, the interval holds 90 % and knows it', () => {
  const many = calibrate(
    held(200, 24, (random) => 10 * random() - 5),
    QUANTILES,
    24,
    1,
  );
  expect(many.coverage).toBeGreaterThan(0.88);
  expect(many.coverage).toBeLessThan(0.94);
  expect(many.offsets(0.95, 12) - many.offsets(0.05, 12)).toBeCloseTo(9, 0);
});

test('widths grow with the horizon where errors do, straight between the anchors', () => {
  const { offsets } = calibrate(
    held(60, 48, (random, step) => step * (random() - 0.5)),
    QUANTILES,
    48,
    1,
  );
  const width = (cell: number): number => offsets(0.95, cell) - offsets(0.05, cell);
  expect(width(40)).toBeGreaterThan(3 * width(6));
  expect(width(0.5)).toBe(width(1));
});

test('few origins are judged with care: the outermost errors', () => {
  const few = held(4, 1, (_, step) => step);
  for (const [index, one] of few.entries()) one.errors[0] = [-3, -1, 1, 3][index] ?? 0;
  const { offsets } = calibrate(few, QUANTILES, 1, 1);
  expect(offsets(0.05, 1)).toBe(-3);
  expect(offsets(0.95, 1)).toBe(3);
});

test('origins whose windows overlap do not judge each other', () => {
  // all at one place: nobody is apart
  const together = held(10, 4, (random) => random()).map((one) => ({ ...one, cell: 7 }));
  expect(calibrate(together, QUANTILES, 4, 1).coverage).toBeNaN();
});

test('offsets rise with the level, and the median has none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 30 }),
      (errors) => {
        const origins = errors.map((error, cell) => ({ cell, ahead: 1, errors: Float64Array.of(error) }));
        const { offsets } = calibrate(origins, QUANTILES, 1, 1);
        const all = QUANTILES.map((level) => offsets(level, 1));
        expect(all[3]).toBe(0);
        expect(all.toSorted((a, b) => a - b)).toEqual(all);
      },
    ),
  );
});

test('gaps among the errors are left out', () => {
  const holes = held(40, 8, (random, step) => (step === 3 ? Number.NaN : random()));
  const { offsets, coverage } = calibrate(holes, QUANTILES, 8, 1);
  expect(Number.isFinite(offsets(0.95, 4))).toBe(true);
  expect(coverage).toBeGreaterThan(0.8);
});

test('anchors lie closer near the present', () => {
  expect(anchorsOf(96)).toEqual([1, 2, 3, 5, 8, 12, 18, 27, 41, 62, 93, 96]);
  expect(anchorsOf(1)).toEqual([1]);
});

test('between cells a path is straight', () => {
  expect([0, 1, 2, 3, 4, 5].map((step) => between([10, 13], step, 3))).toEqual([10, 10, 11, 12, 13, 13]);
  expect(between([1, 2], 1, 1)).toBe(2);
});
