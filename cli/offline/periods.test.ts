import { expect, test } from 'vitest';
import { horizonOf, readPeriods } from './periods.ts';

test.each([
  ['24h', 300, 86_400],
  ['90m', 300, 5_400],
  ['7d', 3_600, 604_800],
  ['288', 300, 86_400],
  ['1', 60, 60],
])('%s of a series every %d s is %d s', (text, step, horizon) => {
  expect(horizonOf(readPeriods(text), step)).toBe(horizon);
});

test.each(['', '0', '0h', '-3', '1.5', 'tomorrow', '24 h', '3x'])(
  '"%s" is refused with what would be right',
  (text) => {
    expect(() => readPeriods(text)).toThrow('90m, 24h or 7d');
  },
);
