import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check, firstHalf } from './check.ts';
import type { Contender } from './detectors.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'forestall-check-'));
  for (const [file, values] of [
    ['calm/one.csv', '1\n2\n3\n4\n'],
    ['odd/two.csv', '5\n6\n7\n'],
  ] as const) {
    await mkdir(join(scratch, 'data', dirname(file)), { recursive: true });
    await writeFile(join(scratch, 'data', file), `value\n${values}`);
  }
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

/** Writes what `answer` makes of each file's lines. */
const contender = (answer: (lines: string[], name: string) => string[]): Contender => ({
  name: 'a double',
  detect: async (data, alerts) => {
    for (const file of (await readdir(data, { recursive: true })).filter((name) => name.endsWith('.csv'))) {
      const lines = (await readFile(join(data, file), 'utf8')).trimEnd().split('\n');
      await mkdir(join(alerts, dirname(file)), { recursive: true });
      await writeFile(join(alerts, file), `${answer(lines, basename(file)).join('\n')}\n`);
    }
  },
});

const complaints = (answer: (lines: string[], name: string) => string[]) =>
  check(contender(answer), join(scratch, 'data'), join(scratch, 'work'));

test('one that answers each row by what came before it is fine', async () => {
  expect(await complaints((lines) => lines.map((line, i) => `${line},${lines[i - 1]}`))).toEqual([]);
});

test('one that knows a file by its name is found out', async () => {
  expect(await complaints((lines, name) => lines.map((line) => `${line},${name === 'one.csv'}`))).toEqual([
    'calm/one.csv is answered otherwise under the name series_2.csv.',
  ]);
});

test('one that looks ahead is found out', async () => {
  expect(await complaints((lines) => lines.map((line) => `${line},${lines.at(-1)}`))).toEqual([
    'calm/one.csv cut short is answered otherwise before the cut.',
    'odd/two.csv cut short is answered otherwise before the cut.',
  ]);
});

test('one that leaves rows out is found out', async () => {
  expect(await complaints((lines) => lines.slice(0, 2))).toEqual([
    'calm/one.csv has not one row an input row.',
    'odd/two.csv has not one row an input row.',
  ]);
});

test('half of a file ends with a whole line', () => {
  expect(firstHalf('timestamp,value\n1,2\n3,4\n5,6\n7,8\n')).toBe('timestamp,value\n1,2\n3,4\n');
});
