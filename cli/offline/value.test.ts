import { expect, test } from 'vitest';
import { readValue } from './value.ts';

test.each([
  ['42', 42],
  [' 42.5 ', 42.5],
  ['-1.2e-3', -0.0012],
  ['+.5', 0.5],
  ['7.', 7],
])('"%s" is %d', (text, value) => {
  expect(readValue(text)).toBe(value);
});

test.each(['', '  ', 'NaN', 'nan', 'null', 'NA', 'None', '-', 'inf', '+Inf', '-Infinity', '1e999'])(
  '"%s" says that nothing was measured',
  (text) => {
    expect(readValue(text)).toBeNaN();
  },
);

test.each(['abc', '12%', '1,5', '1 000', '0x10', '1e', '--1', '1.2.3', '+nan!'])('"%s" is no number', (text) => {
  expect(readValue(text)).toBeUndefined();
});
