import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, fromCanonical } from './canonical.ts';

test('the order in which members were written does not show', () => {
  expect(canonical({ b: 1, a: { d: 2, c: 3 } })).toBe(canonical({ a: { c: 3, d: 2 }, b: 1 }));
});

test('what is undefined, and what can be called, is left out', () => {
  expect(canonical({ a: undefined, b: () => 1, c: null })).toBe('{"c":null}');
  expect(canonical(undefined)).toBe('null');
});

test('numbers that JSON does not know come back', () => {
  const odd = { a: Number.NaN, b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] };
  expect(fromCanonical(canonical(odd))).toEqual(odd);
});

test('whatever is JSON comes back as it was, and to the same bytes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonical(value);
      expect(canonical(fromCanonical(text))).toBe(text);
      expect(fromCanonical(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
