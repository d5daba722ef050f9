import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failuresOf, Report } from './report.ts';

const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a real run tells which test failed and why, and which file could not be read', { timeout: 60_000 }, async () => {
  const write = (name: string, body: string) => writeFile(join(folder, name), body);
  const globals = 'describe("orders", () => {';
  await write('good.test.js', `${globals} test("pays", () => {}); });`);
  await write('bad.test.js', `${globals} test("ships", () => { expect(1).toBe(2); }); test("pays", () => {}); });`);
  await write('broken.test.js', 'throw new Error("no such fleet");');
  const file = join(folder, 'report.json');
  const args = [VITEST, 'run', '--globals', '--root', folder, '--reporter=json', `--outputFile=${file}`];
  await new Promise((ended) => execFile(process.execPath, args, { cwd: folder, timeout: 50_000 }, ended));
  const report = Report.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(report).toMatchObject({ numPassedTests: 2, numFailedTests: 1, success: false });
  const failures = failuresOf(report).sort();
  expect(failures).toHaveLength(2);
  expect(failures[0]).toMatch(/bad\.test\.js > orders ships\n {2}AssertionError: expected 1 to be 2/);
  expect(failures[1]).toMatch(/broken\.test\.js: .*no such fleet/);
});
