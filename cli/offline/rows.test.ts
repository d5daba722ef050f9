import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Row, readRows } from './rows.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-rows-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  const warnings: string[] = [];
  const rows: Row[] = [];
  for await (const row of readRows(path, { shown: 'a.csv', warn: (text) => void warnings.push(text) })) rows.push(row);
  return { rows, warnings };
}

const pairs = (rows: readonly Row[]) => rows.map(({ at, number }) => [at, number]);

test('cells are kept as they are written, beside what they say', async () => {
  const { rows } = await read('timestamp,value\n2026-11-25 12:00:00, 1.50 \n1764072300,NaN\n');
  expect(rows).toEqual([
    { timestamp: '2026-11-25 12:00:00', value: ' 1.50 ', at: 1_795_608_000, style: 'plain', number: 1.5 },
    { timestamp: '1764072300', value: 'NaN', at: 1_764_072_300, style: 'seconds', number: Number.NaN },
  ]);
});

test.each([
  ['a header in any order and case, with a byte order mark', '\uFEFFVALUE,Timestamp\n1,10\n2,20\n'],
  ['no header', '10,1\n20,2\n'],
  ['no line break at the end', 'timestamp,value\n10,1\n20,2'],
  ['the line breaks of Windows', 'timestamp,value\r\n10,1\r\n20,2\r\n'],
  ['line breaks of two kinds', 'timestamp,value\r\n10,1\n20,2\n'],
  ['quotation marks', '"timestamp","value"\n"10","1"\n"20","2"\n'],
  ['empty lines', '\ntimestamp,value\n\n10,1\n  \n20,2\n\n'],
])('%s', async (_, text) => {
  expect(pairs((await read(text)).rows)).toEqual([
    [10, 1],
    [20, 2],
  ]);
});

test('other columns are not read, and said once', async () => {
  const { rows, warnings } = await read('host,timestamp,value,note\na,10,1,"two\nlines"\nb,20,2,\n');
  expect(pairs(rows)).toHaveLength(2);
  expect(warnings).toEqual(['a.csv: columns host, note not read.']);
});

test('a row that ends early has no value', async () => {
  expect(pairs((await read('timestamp,value\n10\n20,2\n')).rows)).toEqual([
    [10, Number.NaN],
    [20, 2],
  ]);
});

test('a header alone is a file without points', async () => {
  expect((await read('timestamp,value\n')).rows).toEqual([]);
});

test.each([
  ['', 'a.csv is empty.', 'timestamp and value'],
  ['time,value\n10,1\n', 'a.csv:1: there is no column timestamp, only time, value.', 'timestamp and value'],
  ['a,b,c\n', 'a.csv:1: there is no column timestamp and no column value, only a, b, c.', 'timestamp and value'],
  ['timestamp;value\n10;1\n', 'a.csv:1: the cells are separated by semicolons, not by commas.', 'timestamp and value'],
  ['timestamp,value,value\n', 'a.csv:1: two columns are named value.', 'timestamp and value'],
  ['timestamp,value\n10,1\nsoon,2\n', 'a.csv:3: timestamp "soon" is no time.', '2026-11-25 12:00:00'],
  ['timestamp,value\n\n10,1\n,2\n', 'a.csv:4: timestamp "" is no time.', '2026-11-25 12:00:00'],
  ['timestamp,value\n10,high\n', 'a.csv:2: value "high" is no number.', 'leave it empty'],
  ['10,1\n20,x\n', 'a.csv:2: value "x" is no number.', 'leave it empty'],
  ['timestamp,value\n10,1,5\n', 'a.csv:2: 3 cells where there are 2 columns.', 'decimal point'],
  ['timestamp,value,note\n10,1,"a\nb"\n20,x,\n', 'a.csv:4: value "x" is no number.', 'leave it empty'],
  ['timestamp,value\n10,"1\n', 'a.csv:2: a quotation mark is not closed.', 'timestamp and value'],
  ['timestamp,value\n10,1"2"\n', 'a.csv:2: value "1"2"" is no number.', 'leave it empty'],
  ['{\n  "name": "forestall"\n}\n', 'a.csv:1: there is no column timestamp and no column value, only {.', ''],
  ['x'.repeat(100_000), 'a.csv:1: a row is longer than 64 KiB, so this is no CSV file.', 'timestamp and value'],
  ['\u001b[2J,\u0007\n', 'a.csv:1: there is no column timestamp and no column value, only ?[2J, ?.', ''],
])('%j is refused with file, line and what would be right', async (text, message, advice) => {
  await expect(read(text)).rejects.toMatchObject({ message, advice: expect.stringContaining(advice) });
});

test('bytes that are no text are refused', async () => {
  await expect(read(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff, 0xfe, 10, 0]))).rejects.toThrow(/^a\.csv:\d+: /);
});

test('what is not there is refused', async () => {
  await expect(readRows(join(folder, 'none.csv'), { shown: 'none.csv' }).next()).rejects.toThrow(
    'none.csv cannot be read: ENOENT',
  );
});
