import { expect, test } from 'vitest';
import { Fault } from '#fleet/faults.ts';
import { parseOptions } from './options.ts';

test('without anything: ten quiet minutes and three rounds of each fault, points published at once', () => {
  expect(parseOptions([])).toEqual({
    rounds: 3,
    quietSeconds: 600,
    faults: Fault.options,
    lags: [0],
    useRunning: false,
    json: undefined,
  });
});

test('a short run', () => {
  const options = parseOptions(['--rounds', '1', '--quiet', '0', '--faults', 'crash,latency', '--metric-lag', '30s']);
  expect(options).toMatchObject({ rounds: 1, quietSeconds: 0, faults: ['crash', 'latency'], lags: [30] });
});

test('both runs: one without lag, then one with it', () => {
  expect(parseOptions(['--both']).lags).toEqual([0, 30]);
  expect(parseOptions(['--both', '--metric-lag', '45s']).lags).toEqual([0, 45]);
});

test.each([
  [['--rounds', '0'], '--rounds is 0'],
  [['--quiet', 'long'], '--quiet is long'],
  [['--faults', 'crash,flood'], 'There is no fault flood'],
  [['--speed'], '--speed'],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
