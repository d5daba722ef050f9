import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { rarityOf, tailOf } from './tail.ts';

const exponential = (count: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => -Math.log(1 - random()) / 10);
};

test('of scores with an exponential tail it is the very probability, far beyond what was seen', () => {
  const tail = tailOf(exponential(2_000, 1));
  for (const p of [0.5, 0.2, 0.05, 1e-2, 1e-3, 1e-4]) {
    expect(Math.abs(Math.log10(rarityOf(-Math.log(p) / 10, tail) / p))).toBeLessThan(0.4);
  }
});

test('fifty scores say much the same as two thousand', () => {
  const many = tailOf(exponential(2_000, 2));
  const ratios = Array.from({ length: 40 }, (_, seed) => {
    const few = tailOf(exponential(50, 100 + seed));
    return Math.log10(rarityOf(0.7, few) / rarityOf(0.7, many));
  }).sort((a, b) => a - b);
  expect(Math.abs(ratios[20] ?? 9)).toBeLessThan(0.7);
});

test('a higher score is never commoner, and a rarity is a probability', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 60 }), score, score, (scores, a, b) => {
      const tail = tailOf(scores);
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(rarityOf(high, tail)).toBeLessThanOrEqual(rarityOf(low, tail) + 1e-9);
      expect(rarityOf(low, tail) <= 1 && rarityOf(high, tail) >= 0).toBe(true);
    }),
  );
});

test('where all scores are alike, a higher one is rare', () => {
  const tail = tailOf(new Array(60).fill(0.4));
  expect(rarityOf(0.39, tail)).toBe(1);
  expect(rarityOf(0.45, tail)).toBeLessThan(1e-6);
});
