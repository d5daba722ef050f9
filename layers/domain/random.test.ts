import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawWithoutReplacement, seededRandom, seedOf } from './random.ts';

test('the same seed gives the same numbers, another seed others, all in [0, 1)', () => {
  const ten = (seed: number) => Array.from({ length: 10 }, seededRandom(seed));
  expect(ten(1)).toEqual(ten(1));
  expect(ten(1)).not.toEqual(ten(2));
  const many = Array.from({ length: 20_000 }, seededRandom(7));
  expect(Math.min(...many)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...many)).toBeLessThan(1);
  expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 1);
});

test('a text has one seed', () => {
  expect(seedOf('orders#1')).toBe(seedOf('orders#1'));
  expect(seedOf('orders#1')).not.toBe(seedOf('orders#2'));
});

test('what is drawn is different, and of what there is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 300 }), fc.integer(), (of, count, seed) => {
      const drawn = drawWithoutReplacement(of, count, seededRandom(seed));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn).toHaveLength(Math.min(of, count));
      for (const index of drawn) expect(index >= 0 && index < of).toBe(true);
    }),
  );
});

test('each is drawn as often as another', () => {
  const random = seededRandom(5);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++)
    for (const index of drawWithoutReplacement(10, 3, random)) counts[index] = (counts[index] ?? 0) + 1;
  for (const count of counts) expect(Math.abs(count - 3_000)).toBeLessThan(200);
});
