import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reader, unzigzag, Writer, zigzag } from './bytes.ts';
import { readCounts, readDoubles, readFloats, writeCounts, writeDoubles, writeFloats } from './numbers.ts';

const written = (write: (to: Writer) => void): Uint8Array => {
  const to = new Writer(4);
  write(to);
  return to.done();
};

const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 100 + 0);

describe('what is read is what was written', () => {
  test('numbers of single precision, of any bits', () => {
    const anyFloat = fc.oneof(fc.float(), fc.constantFrom(0, -0, 1.1, 3e38, Number.NaN), hundredths);
    fc.assert(
      fc.property(fc.oneof(fc.array(anyFloat), fc.array(hundredths)), (given) => {
        const values = new Float32Array(given);
        const into = new Float32Array(values.length);
        readFloats(new Reader(written((to) => writeFloats(to, values))), into);
        expect(into).toEqual(values);
      }),
    );
  });

  test('numbers of double precision', () => {
    const anyDouble = fc.oneof(fc.double({ noNaN: true }), hundredths);
    fc.assert(
      fc.property(fc.oneof(fc.array(anyDouble), fc.array(hundredths)), (values) => {
        const bytes = written((to) => writeDoubles(to, Float64Array.from(values)));
        expect(readDoubles(new Reader(bytes), values.length)).toEqual(values);
      }),
    );
  });

  test('counts', () => {
    const anyCount = fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.nat({ max: 300 }), fc.constantFrom(0, 1, 2 ** 32 - 1));
    fc.assert(
      fc.property(fc.array(anyCount), (given) => {
        const counts = Uint32Array.from(given);
        const into = new Uint32Array(counts.length);
        readCounts(new Reader(written((to) => writeCounts(to, counts))), into);
        expect(into).toEqual(counts);
      }),
    );
  });

  test('whole numbers of either sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), fc.nat({ max: 2 ** 53 - 1 }), (signed, whole) => {
        const bytes = written((to) => {
          to.signed(signed);
          to.whole(whole);
        });
        const from = new Reader(bytes);
        expect([from.signed(), from.whole()]).toEqual([signed, whole]);
        expect(unzigzag(zigzag(signed))).toBe(signed);
      }),
    );
  });
});

describe('few bytes are enough', () => {
  test('for values with two digits behind the point: one or two each', () => {
    const values = Float32Array.from({ length: 90 }, (_, i) => 16 + ((i * 37) % 100) / 100);
    expect(written((to) => writeFloats(to, values)).length).toBeLessThan(1.7 * 90);
  });

  test('for counts alike in size: their bits and two more', () => {
    const counts = Uint32Array.from({ length: 80 }, (_, i) => 1_000 + ((i * 389) % 1_000));
    expect(written((to) => writeCounts(to, counts)).length).toBeLessThan((80 * 12) / 8);
  });
});
