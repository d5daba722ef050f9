import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judge, type Labelled } from './judge.ts';
import { score } from './score.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-score-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A judge that Node runs: it answers what `verdict`, source text, makes of its arguments. */
async function judgedBy(verdict: string): Promise<Labelled> {
  const script = join(folder, 'judge.mjs');
  await writeFile(script, `const args = process.argv.slice(2); console.log(JSON.stringify(${verdict}));`);
  return { folder, judge: script, python: process.execPath };
}

const SAID =
  '{ windows: args.length, recall: 1, f1: args.includes("hourly/") ? 0.25 : 0.5, false_share: 0, false_per_series_week: 0, nab_standard: null }';

test('the judge is told where data, windows and alerts are, and which files count', async () => {
  const labelled = await judgedBy('{ error: args.join(" ") }');
  await expect(judge(labelled, 'alerts', 'hourly/')).rejects.toThrow('windows'); // no verdict
  const counted = await judgedBy(SAID);
  expect((await judge(counted, 'alerts', 'hourly/')).windows).toBe(9);
  expect((await judge(counted, 'alerts')).windows).toBe(7);
});

test('a contender detects NAB and the made series once each, and each part gets its verdict', async () => {
  const labelled = await judgedBy(SAID);
  const asked: string[][] = [];
  const contender = { name: 'a double', detect: async (...where: [string, string]) => void asked.push(where) };
  const scored = await score(contender, { nab: labelled, made: { ...labelled, folder: '/made' }, scratch: '/scratch' });
  expect(asked).toEqual([
    [join(folder, 'data'), '/scratch/nab'],
    ['/made/data', '/scratch/made'],
  ]);
  expect([scored.nab.f1, scored.cloud.f1, scored.made.oneMinute.f1, scored.made.hourly.f1]).toEqual([
    0.5, 0.5, 0.5, 0.25,
  ]);
});
