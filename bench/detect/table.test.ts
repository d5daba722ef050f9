import { expect, test } from 'vitest';
import type { Verdict } from './judge.ts';
import type { Scored } from './score.ts';
import { table } from './table.ts';

const verdict = (f1: number): Verdict => ({
  windows: 10,
  recall: 0.5,
  f1,
  false_share: 0.25,
  false_per_series_week: 0.125,
  nab_standard: null,
});
const scored: Scored = {
  name: 'Forestall, warn',
  nab: { ...verdict(0.8), nab_standard: 75.04 },
  cloud: verdict(0.7),
  made: { oneMinute: verdict(0.6), fiveMinutes: verdict(0.55), hourly: verdict(0.4) },
  seconds: 3,
};

test('each figure stands in its column, and the published ones beside it', () => {
  const [heads = '', rule = '', ours = '', ...published] = table([scored]).split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const expected = ['75.0', '0.800', '0.500', '0.250', '0.13', '0.700', '0.600', '0.500', '0.250', '0.550', '0.400'];
  expect(cells(ours)).toEqual(['Forestall, warn', ...expected, 'this run']);
  expect(cells(heads)).toHaveLength(13);
  expect(published.map((line) => cells(line)[0])).toContain('CAD OSE');
  expect(published.every((line) => cells(line).at(-1) === 'published')).toBe(true);
  expect(new Set([heads, rule, ours, ...published].map((line) => line.length)).size).toBe(1);
});
