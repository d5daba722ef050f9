import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

test('without anything said, the labelled half of NAB beside the checkout and seed 1', () => {
  const { data, ...rest } = parseOptions([]);
  expect(data).toMatch(/shared\/datasets\/nab$/);
  expect(rest).toEqual({ seed: 1, quick: false, check: false, constants: false, json: false });
});

test('what is said is taken', () => {
  expect(parseOptions(['--data', '/somewhere', '--seed', '7', '--quick', '--check', '--json'])).toEqual({
    data: '/somewhere',
    seed: 7,
    quick: true,
    check: true,
    constants: false,
    json: true,
  });
});

test.each([[['--seed', 'x']], [['--fast']], [['nab']]])('%j is refused with what is known', (args) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ advice: expect.stringContaining('--quick') }));
});
