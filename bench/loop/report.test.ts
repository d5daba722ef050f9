import { expect, test } from 'vitest';
import type { MeasuredRound } from './figures.ts';
import { duration, quietLines, roundLine, table } from './report.ts';

const repaired: MeasuredRound = {
  fault: 'memory-leak',
  service: 'payments',
  number: 1,
  set_at: '2026-11-24T16:00:00.000Z',
  outcome: 'repaired',
  why: 'memory is back',
  detected: { seconds: 20, service: 'payments', what: 'memory_usage' },
  acted: { seconds: 25.34, service: 'payments', what: 'restart_container' },
  healthy: { seconds: 70, service: 'payments', what: 'restart_container' },
};
const held: MeasuredRound = { ...repaired, outcome: 'held', why: 'payments cools down', acted: null, healthy: null };

test('seconds read as seconds while they are few, then as minutes', () => {
  expect([0, 45, 179.94, 240, 2_280].map(duration)).toEqual(['0.0 s', '45.0 s', '179.9 s', '4 min', '38 min']);
  expect(duration(Number.POSITIVE_INFINITY)).toBe('–');
});

test('a round is a line that says what was seen, what was done, and why it failed', () => {
  expect(roundLine(repaired)).toBe(
    'memory-leak 1 on payments: detected 20.0 s (payments memory_usage), acted 25.3 s (payments restart_container), healthy 70.0 s ✓',
  );
  expect(roundLine(held)).toMatch(/acted –, healthy – ✗ held: payments cools down$/);
});

test('the table has a row a fault, all rounds, and the figures of the field', () => {
  const lines = table([{ lag_seconds: 0, quiet: null, rounds: [repaired] }]).split('\n');
  expect(
    lines.map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    ),
  ).toEqual([
    ['median of', 'rounds', 'failed', 'detected', 'acted', 'healthy'],
    expect.anything(),
    ['memory-leak', '1', '0', '20.0 s', '25.3 s', '70.0 s'],
    ['all', '1', '0', '20.0 s', '25.3 s', '70.0 s'],
    ['the field, with such a platform', '', '', '45.0 s', '', '4 min'],
    ['the field, without', '', '', '12 min', '', '38 min'],
  ]);
  expect(new Set(lines.map(({ length }) => length)).size, 'every line is as long as the others').toBe(1);
});

test('two runs stand side by side, each under its lag', () => {
  const [heads = '', , first = ''] = table([
    { lag_seconds: 0, quiet: null, rounds: [repaired] },
    { lag_seconds: 30, quiet: null, rounds: [held] },
  ]).split('\n');
  expect(heads).toContain('healthy, lag 0 s');
  expect(heads).toContain('healthy, lag 30 s');
  const cells = first
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);
  expect(cells).toEqual(['memory-leak', '1', '0', '20.0 s', '25.3 s', '70.0 s', '1', '1', '20.0 s', '–', '–']);
});

test('the quiet time names what was false', () => {
  const quiet = { seconds: 600, warn: 0, page: 1, episodes: ['page: users cpu_usage'], actions: [] };
  expect(quietLines(quiet)).toEqual([
    '10 min with nothing broken: false pages: 1, false warnings: 0, actions: 0',
    '  page: users cpu_usage',
  ]);
});
