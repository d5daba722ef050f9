import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTime, writeTime } from './time.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z') / 1000;

test.each([
  ['2026-11-25 12:00:00', 'plain'],
  ['2026-11-25 12:00', 'plain'],
  [' 2026-11-25 12:00:00 ', 'plain'],
  ['2026-11-25T12:00:00', 'iso'],
  ['2026-11-25T12:00:00Z', 'iso'],
  ['2026-11-25t12:00:00.000z', 'iso'],
  ['2026-11-25T14:30:00+02:30', 'iso'],
  ['2026-11-25T07:00:00-0500', 'iso'],
  ['2026-11-25 13:00:00+01:00', 'iso'],
  [String(NOON), 'seconds'],
  [`${NOON}.0`, 'seconds'],
  [String(NOON * 1000), 'milliseconds'],
])('%s is noon', (text, style) => {
  expect(readTime(text)).toEqual({ at: NOON, style });
});

test('a day alone is its midnight, parts of a second are kept', () => {
  expect(readTime('2026-11-25')).toEqual({ at: NOON - 43_200, style: 'plain' });
  expect(readTime('2026-11-25 12:00:00.25')?.at).toBe(NOON + 0.25);
  expect(readTime(String(NOON * 1000 + 250))?.at).toBe(NOON + 0.25);
  expect(readTime('0')).toEqual({ at: 0, style: 'seconds' });
});

test.each([
  '',
  'yesterday',
  '2026-04-31 00:00:00',
  '2026-13-01 00:00:00',
  '2026-00-10 00:00:00',
  '2026-11-25 24:00:00',
  '2026-11-25 12:60:00',
  '2026-11-25 12:00:61',
  '25/11/2026 12:00',
  '2026-11-25 12:00:00 CET',
  '1e9',
  '99999999999999999999',
])('"%s" is no time', (text) => {
  expect(readTime(text)).toBeUndefined();
});

describe('written as it was read', () => {
  test.each([
    ['plain', NOON, '2026-11-25 12:00:00'],
    ['iso', NOON, '2026-11-25T12:00:00Z'],
    ['iso', NOON + 0.5, '2026-11-25T12:00:00.500Z'],
    ['seconds', NOON, String(NOON)],
    ['milliseconds', NOON + 0.5, String(NOON * 1000 + 500)],
  ] as const)('%s %d', (style, at, text) => {
    expect(writeTime(at, style)).toBe(text);
  });

  test('any time from 1974 to 2200 comes back in any style', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 126_230_400, max: 7_258_118_400 }),
        fc.constantFrom('plain' as const, 'iso' as const, 'seconds' as const, 'milliseconds' as const),
        (at, style) => {
          expect(readTime(writeTime(at, style))).toEqual({ at, style });
        },
      ),
    );
  });
});
