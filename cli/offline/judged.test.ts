import { expect, test } from 'vitest';
import type { Finding } from '#domain/detection/detector.ts';
import { csvOf, JUDGED_COLUMNS, type JudgedRow } from './judged.ts';

const finding: Finding = {
  expected: 0.1 + 0.2,
  lower: -1e-9,
  upper: 123_456_789_012,
  score: 1 - 1e-11,
  notices: [],
  open: undefined,
  shape: undefined,
  direction: 'up',
  votes: [],
  learning: false,
};
const judged = (value: string, over: Partial<Finding> = {}, alert = false): JudgedRow => ({
  row: { timestamp: '10', value, at: 10, style: 'seconds', number: Number(value) },
  finding: { ...finding, ...over },
  alert,
});

async function csv(...rows: JudgedRow[]): Promise<string[]> {
  let text = '';
  async function* from() {
    yield* rows;
  }
  for await (const chunk of csvOf(from())) {
    expect(chunk.endsWith('\n')).toBe(true);
    text += chunk;
  }
  return text.trimEnd().split('\n');
}

test('nothing is written of what is not known, and no noise of the arithmetic', async () => {
  const unknown = { expected: Number.NaN, lower: Number.NaN, upper: Number.NaN, score: 0 };
  expect(await csv(judged('1.50', unknown), judged('7', {}, true))).toEqual([
    JUDGED_COLUMNS.join(','),
    '10,1.50,,,,0,0',
    '10,7,0.3,-1e-9,123456789000,0.99999999999,1',
  ]);
});

test('a cell with a comma or quotation marks comes back as it was read', async () => {
  expect((await csv(judged('1 "a", b', { score: 0 })))[1]).toMatch(/^10,"1 ""a"", b",/);
});

test('many rows are written in pieces, none left out', async () => {
  const rows = Array.from({ length: 2_500 }, (_, i) => judged(String(i)));
  expect((await csv(...rows)).slice(1).map((line) => line.split(',')[1])).toEqual(rows.map(({ row }) => row.value));
  expect(await csv()).toEqual([JUDGED_COLUMNS.join(',')]);
});
