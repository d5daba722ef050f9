import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { besideOthers, companionsOf } from './companions.ts';
import { normalOf, normalRows } from './forest.fixture.ts';

/** Two metrics that follow one load, and one that does not. */
function following(count: number): number[][] {
  const normal = normalOf(seededRandom(1));
  return Array.from({ length: count }, () => {
    const load = normal();
    return [load + 0.1 * normal(), -load + 0.1 * normal(), normal()];
  });
}

describe('what is left beside the others', () => {
  const companions = companionsOf(following(2_000), 3);
  const left = (row: number[]) => besideOthers(row, companions).slice(3);

  test('little where the metrics go together, much where one does not, be each usual by itself', () => {
    expect(Math.max(...left([2, -2, 0]).map(Math.abs))).toBeLessThan(1.5);
    expect(Math.min(...left([1, 1, 0]).slice(0, 2).map(Math.abs))).toBeGreaterThan(4);
  });

  test('a metric that follows nobody is left as it is', () => {
    expect(left([0, 0, 2])[2]).toBeCloseTo(2, 0);
  });

  test('it is in deviations: of what is usual, one or somewhat less', () => {
    const columns = following(2_000).map(left);
    for (const column of [0, 1, 2]) {
      const variance = columns.reduce((sum, row) => sum + (row[column] ?? 0) ** 2, 0) / columns.length;
      expect(Math.sqrt(variance)).toBeGreaterThan(0.4);
      expect(Math.sqrt(variance)).toBeLessThan(1.1);
    }
  });

  test('what was not heard leaves nothing of itself and of those that follow it; the others are told as before', () => {
    const [first, second, third] = left([Number.NaN, 1, 2]);
    expect([first, second]).toEqual([Number.NaN, Number.NaN]);
    expect(third).toBeCloseTo(2, 0);
  });
});

test('metrics that say the same, that never move or were never heard break nothing', () => {
  const odd = normalRows(200, 1, 2).map(([value = 0]) => [value, value, 0, Number.NaN]);
  const companions = companionsOf(odd, 4);
  for (const weight of companions.flat()) expect(Number.isFinite(weight)).toBe(true);
  expect(besideOthers([1, 1, 0, Number.NaN], companions).slice(0, 7).every(Number.isFinite)).toBe(false);
  expect(Math.abs(besideOthers([1, -1, 0, 0], companions)[4] ?? 0)).toBeGreaterThan(4);
});

test('the weights are finite, whatever the rows', () => {
  const value = fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.constantFrom(0, 5, Number.NaN));
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 40 }), (rows) => {
      for (const weight of companionsOf(rows, 4).flat()) expect(Number.isFinite(weight)).toBe(true);
    }),
    // one that moves by half of what counts, beside two that hardly do: all are constant, not two of the three pairs
    {
      examples: [
        [
          [
            [0, -4.8e-4, 2.2e-6, -2.2e-6],
            [0, 0, 0, 0],
          ],
        ],
      ],
    },
  );
});
