import { expect, test } from 'vitest';
import { band, figure, span } from './figures.ts';
import { table } from './table.ts';

test.each([
  [45.234, '%', '45.2%'],
  [0.01, 'ratio', '1%'],
  [244.6, 'ms', '245 ms'],
  [14.04, '1/s', '14/s'],
  [2, 'count', '2'],
  [123_456.7, 'ms', '123457 ms'],
  [null, '%', '–'],
  [undefined, 'ms', '–'],
])('%s in %s is written %s', (value, unit, text) => {
  expect(figure(value, unit)).toBe(text);
});

test.each([
  [28.04, 34, '%', '28–34%'],
  [0.01, 0.05, 'ratio', '1–5%'],
  [100, 250, 'ms', '100–250 ms'],
  [2, 2, 'count', '2'],
  [-0.004, 1.5, '1/s', '-0.004–1.5/s'],
])('the band from %d to %d in %s is %s', (lower, upper, unit, text) => {
  expect(band(lower, upper, unit)).toBe(text);
});

test.each([
  [0.4, '0 s'],
  [58, '58 s'],
  [59.7, '1 min'],
  [62, '1 min 2 s'],
  [3_600, '1 h'],
  [11_100, '3 h 5 min'],
  [90_000, '1 d 1 h'],
  [-3, '0 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

test('columns line up, colours take no room, figures stand to the right', () => {
  const text = table(
    ['service', 'cpu', ''],
    [
      ['\u001b[31morders\u001b[39m', '7%', ''],
      ['users', '45.2%', 'warming up'],
    ],
    ['cpu'],
  );
  expect(text.split('\n')).toEqual([
    '  service    cpu',
    '  \u001b[31morders\u001b[39m      7%',
    '  users    45.2%  warming up',
  ]);
});
