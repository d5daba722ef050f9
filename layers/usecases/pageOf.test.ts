import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from './pageOf.ts';

const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });

test('page after page gives each item once, in order', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 10 }), (items, limit) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = pageOf(items, (name) => name, { limit, cursor });
        if (!page) throw new Error(`its own cursor ${cursor} was refused`);
        expect(page.items.length).toBeLessThanOrEqual(limit);
        seen.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(items.toSorted((a, b) => (a < b ? -1 : 1)));
    }),
  );
});

test('what goes between two pages hides nothing', () => {
  const first = pageOf(['a', 'b', 'c'], (name) => name, { limit: 2 });
  expect(first?.items).toEqual(['a', 'b']);
  expect(pageOf(['a', 'c'], (name) => name, { limit: 2, cursor: first?.next_cursor ?? '' })?.items).toEqual(['c']);
});

test('a cursor that no list gave is refused', () => {
  expect(pageOf(['a'], (name) => name, { limit: 2, cursor: 'not a cursor!' })).toBeUndefined();
});
