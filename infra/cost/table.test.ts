import { expect, test } from 'vitest';
import type { Line } from './bill.ts';
import { measured } from './fixtures.ts';
import { tableOf, withTable } from './table.ts';

const lines = (lambda: number, metrics: number): Line[] => [
  { part: 'platform', what: 'Lambda', dollars: lambda },
  { part: 'platform', what: 'S3', dollars: 1 },
  { part: 'metrics', what: 'GetMetricData', dollars: metrics },
];

test('platform and metrics are summed apart and together', () => {
  const listed = { 'pulled each minute': lines(0.5, 38.88), 'pulled each 10 s': lines(2, 233.28), pushed: lines(1, 0) };
  const nothing = lines(0, 0);
  const withAllowances = { 'pulled each minute': nothing, 'pulled each 10 s': nothing, pushed: nothing };
  const table = tableOf({ listed, withAllowances }, measured(), '2026-11');
  expect(table).toContain('| Lambda | $0.50 | $2.00 | $1.00 |');
  expect(table).toContain('| **the platform** | **$1.50** | **$3.00** | **$2.00** |');
  expect(table).toContain('| **its metrics** (GetMetricData) | **$38.88** | **$233.28** | **$0.00** |');
  expect(table).toMatch(/free allowances \| \$1\.00 \| \$1\.00 \| \$1\.00 \|/);
  expect(table).toContain('| **together** | **$40.38** | **$236.28** | **$2.00** |');
});

test('it is written between the markers, again and again', () => {
  const readme = '# x\n<!-- cost -->\nold\n<!-- /cost -->\nend\n';
  const once = withTable(readme, 'new');
  expect(once).toBe('# x\n<!-- cost -->\nnew\n<!-- /cost -->\nend\n');
  expect(withTable(once, 'new')).toBe(once);
});

test('a README without markers is left alone', () => {
  expect(() => withTable('# x\n', 'new')).toThrow('no <!-- cost -->');
});
