import { expect, test } from 'vitest';
import { Overlap, When } from './when.ts';

test('what is no time is told what one looks like', () => {
  expect(When.parse('2026-11-24T17:00:00+01:00')).toBe('2026-11-24T17:00:00+01:00');
  expect(When.safeParse('yesterday').error?.issues[0]?.message).toBe('a time like 2026-11-24T16:00:00Z');
});

test('an old secret holds a day unless said, and a month at most', () => {
  expect(Overlap.parse(undefined)).toBe('24h');
  expect(Overlap.safeParse('31d').error?.issues.map(({ message }) => message)).toEqual(['at most 30d']);
});
