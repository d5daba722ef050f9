import { expect, test } from 'vitest';
import { LocalError } from '#local/errors.ts';
import { given } from './given.ts';

const read = (...args: string[]) => given(args, { rounds: 10, burst: 20 }, 'usage');

test('the usual numbers, unless others are given', () => {
  expect(read()).toEqual({ numbers: { rounds: 10, burst: 20 }, useRunning: false, json: undefined });
  expect(read('--burst', '3', '--use-running', '--json', 'out.json')).toEqual({
    numbers: { rounds: 10, burst: 3 },
    useRunning: true,
    json: 'out.json',
  });
});

test.each([['--rounds', '0'], ['--rounds', 'many'], ['--rounds', '1.5'], ['--speed', '1'], ['rounds']])(
  'what it does not know is refused: %s %s',
  (...args) => {
    expect(() => read(...args.filter((arg) => arg !== undefined))).toThrow(LocalError);
  },
);
