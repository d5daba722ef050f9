import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inVersion1 } from './codec.fixture.ts';
import { encodeRarity, readRarity } from './codec.ts';
import { Rarity } from './rarity.ts';

const START = 1_773_000_000;
const HOUR = 3_600;

/** What a series said, mostly as people write numbers, now and then odd or standing still. */
const anyValue = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 9_999 }).map((hundredths) => hundredths / 100), weight: 9 },
  { arbitrary: fc.integer().map((sevenths) => sevenths / 7), weight: 1 },
  { arbitrary: fc.constantFrom(0, 50), weight: 3 },
);
const anyValues = fc.array(anyValue, { maxLength: 300, size: 'max' });

function heard(values: readonly number[], model = new Rarity(), from = 0): Rarity {
  for (const [i, value] of values.entries()) model.hear(START + (from + i) * HOUR, value, HOUR);
  return model;
}

/** All that a point is judged by. */
const said = ({ told, beyond, surprise, expected, lower, upper, voices }: Rarity) => [
  ...[told, beyond, surprise, expected, lower, upper],
  ...voices,
];

test('a stored model judges all that comes as one that was never stored', () => {
  fc.assert(
    fc.property(anyValues, anyValues, (before, after) => {
      const kept = heard(before);
      let stored = readRarity(encodeRarity(kept));
      for (const [i, value] of after.slice(0, 30).entries()) {
        kept.hear(START + (before.length + i) * HOUR, value, HOUR);
        stored.hear(START + (before.length + i) * HOUR, value, HOUR);
        expect(said(stored)).toEqual(said(kept));
        stored = readRarity(encodeRarity(stored));
      }
      expect(encodeRarity(stored)).toEqual(encodeRarity(kept));
    }),
    { numRuns: 20 },
  );
});

test('what was stored in version 1 is the same model', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const model = heard(values);
      const read = readRarity(inVersion1(model));
      expect(inVersion1(read)).toEqual(inVersion1(model));
      expect(inVersion1(readRarity(encodeRarity(model)))).toEqual(inVersion1(model));
    }),
    { numRuns: 20 },
  );
});

test('a month of a series takes a sixth less than it took, even where values have any digits', () => {
  const month = Array.from({ length: 28 * 24 }, (_, i) => 40 + 30 * Math.sin(i / 3.82) + ((i * 7_919) % 101) / 9);
  const model = heard(month);
  expect(encodeRarity(model).length).toBeLessThan((5 / 6) * inVersion1(model).length);
});

test('a version that is not understood is begun anew', () => {
  const bytes = encodeRarity(heard([1, 2, 3]));
  bytes[0] = 99;
  expect(readRarity(bytes).count).toBe(0);
});
