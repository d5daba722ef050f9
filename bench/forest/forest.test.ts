import { describe, expect, test } from 'vitest';
import { aucOf, type Measured, ours } from './measure.ts';
import { METRICS, madeService } from './service.ts';
import { sets } from './sets.ts';
import { forestTable } from './table.ts';

describe('the made sets', () => {
  test('are what they were when forests were first compared on them', () => {
    const told = sets(1).map(({ name, rows, odd }) => [
      name,
      rows.length,
      odd.filter(Boolean).length,
      Number(
        rows
          .flat()
          .reduce((sum, value, index) => sum + value * Math.sin(index), 0)
          .toFixed(3),
      ),
    ]);
    expect(told).toMatchInlineSnapshot(`
      [
        [
          "clustered outliers",
          2060,
          60,
          37.117,
        ],
        [
          "12-hour incident in a week",
          10080,
          720,
          -279.075,
        ],
        [
          "broken correlation",
          3090,
          90,
          -43.589,
        ],
        [
          "scattered outliers",
          3090,
          90,
          -11.383,
        ],
      ]
    `);
  });

  test('another seed makes others', () => {
    expect(sets(2).map(({ rows }) => rows[0])).not.toEqual(sets(1).map(({ rows }) => rows[0]));
  });
});

test('our forest separates clustered outliers, and is measured by the same scores as any other', () => {
  const [clustered] = sets(1);
  if (!clustered) throw new Error('there is a first set');
  const measured = ours(clustered, 1, 'plain');
  expect(measured.auc).toBeGreaterThan(0.98);
  expect(measured.bytes).toBeLessThan(100_000);
  const perfect = clustered.odd.map((odd) => (odd ? 1 : 0));
  expect(aucOf(clustered, [perfect, perfect.map((score) => 1 - score)])).toEqual({ auc: 0.5, least: 0, most: 1 });
});

test('the table says whether the difference is within what is asked', () => {
  const measured = (auc: number): Measured => ({
    auc,
    least: auc,
    most: auc,
    train_ms: 10,
    rows_per_second: 1e5,
    bytes: 9,
  });
  const result = (peer: number) => [
    { set: 'a', rows: 10, ours: measured(0.95), peer: measured(peer), product: measured(0.99) },
  ];
  expect(forestTable(result(0.96), 3)).toContain('largest difference 0.0100: within 0.02 on 1 sets');
  expect(forestTable(result(0.98), 3)).toContain('NOT within');
});

test('in a made service only the troubles break the correlation, and no value is wild by itself', () => {
  const quiet = madeService(2_000, 1).rows;
  const { rows, troubles } = madeService(2_000, 1, { troubles: true });
  expect(troubles).toHaveLength(6);
  const inTrouble = (moment: number) => troubles.some(({ from, until }) => moment >= from && moment < until);
  rows.forEach((row, moment) => {
    if (!inTrouble(moment)) expect(row).toEqual(quiet[moment]);
    else for (const column of [0, 1, 3, 5]) expect(Math.abs(row[column] ?? 9)).toBeLessThan(2.4);
  });
  expect(rows[0]).toHaveLength(METRICS.length);
});
