import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaUnderCurve } from './rank.ts';

test('the area under the curve is the share of pairs in which the odd one scores higher, ties half', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(scores, scores, (odd, usual) => {
      const pairs = odd.flatMap((a) => usual.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
      expect(areaUnderCurve(odd, usual)).toBeCloseTo(share, 10);
    }),
  );
});

test('without one of the two there is no curve', () => {
  expect(areaUnderCurve([], [1])).toBeNaN();
  expect(areaUnderCurve([1], [])).toBeNaN();
});
