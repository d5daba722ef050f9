import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockSeconds, type FullBlock, gather, gathered } from './gather.ts';
import { emptySeries } from './seriesState.ts';
import type { Point } from './voice.ts';

const BEGIN = 1_800_000_000; // a whole hour, so that blocks begin here

function written(points: readonly Point[], step: number): { full: FullBlock[]; all: Point[] } {
  let state = emptySeries('orders/cpu_usage', 'cloudwatch', step);
  const full: FullBlock[] = [];
  for (const point of points) {
    const next = gather(state, point);
    state = { ...state, gathering: next.gathering };
    full.push(...next.full);
  }
  return { full, all: [...full.flatMap((block) => block.points), ...gathered(state)] };
}

test('a block is six hours of a minute, or as many points of less', () => {
  expect([10, 60, 300].map(blockSeconds)).toEqual([3_600, 21_600, 21_600]);
});

test('every point is kept once, whatever is missing and whatever comes up to four minutes late or revised', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(10, 60),
      fc.array(fc.record({ missing: fc.boolean(), late: fc.nat(23), revised: fc.boolean() }), {
        minLength: 1,
        maxLength: 900,
      }),
      (step, windows) => {
        const known = windows.flatMap(({ missing }, i) => (missing ? [] : [{ at: BEGIN + i * step, value: i }]));
        const arriving = windows
          .flatMap(({ missing, late, revised }, i) => {
            const at = BEGIN + i * step;
            const first = { at, value: revised ? -1 : i, arrives: at };
            return missing ? [] : [first, { at, value: i, arrives: at + Math.min(late * 10, 230) }];
          })
          .sort((a, b) => a.arrives - b.arrives);
        const { full, all } = written(arriving, step);
        expect(all).toEqual(known);
        for (const { start, points } of full) {
          expect(points[0]?.at).toBe(start);
          expect((points.at(-1)?.at ?? 0) - start).toBeLessThan(blockSeconds(step));
        }
        expect(new Set(full.map(({ start }) => start)).size, 'no block takes the place of another').toBe(full.length);
      },
    ),
    { numRuns: 60 },
  );
});

test('a gap longer than a block writes what was there and begins anew', () => {
  const { full, all } = written(
    [
      { at: BEGIN, value: 1 },
      { at: BEGIN + 86_400, value: 2 },
    ],
    10,
  );
  expect(full.map(({ start, points }) => [start, points.length])).toEqual([[BEGIN, 1]]);
  expect(all.map(({ value }) => value)).toEqual([1, 2]);
});

test('a point of a block that is written already is left out, one before the first of an unwritten block is not', () => {
  expect(
    written(
      [
        { at: BEGIN + 50, value: 5 },
        { at: BEGIN, value: 0 },
      ],
      10,
    ).all.map(({ value }) => value),
  ).toEqual([0, 5]);
  const late = written(
    [
      { at: BEGIN, value: 1 },
      { at: BEGIN + 4_000, value: 2 },
      { at: BEGIN + 10, value: 3 },
    ],
    10,
  );
  expect(late.all.map(({ value }) => value)).toEqual([1, 2]);
});
