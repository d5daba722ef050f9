import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startChild } from './child.ts';
import { childEnvironment } from './environment.ts';
import { bornAt, isRunning } from './owner.ts';
import { until } from './waiting.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-child-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function start(script: string) {
  return startChild({
    name: 'A test program',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: childEnvironment(),
    logFile: join(folder, 'logs', 'child.log'),
  });
}

/** What the program has printed, once there is something. */
function printed(): Promise<string | undefined> {
  const file = join(folder, 'logs', 'child.log');
  return until(async () => (await readFile(file, 'utf8')) || undefined, { timeoutMs: 5_000 });
}

test('stopping lets a program end by itself, and then ends what it left in its group', async () => {
  const child = await start(`
    const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)']);
    process.on('SIGTERM', () => { console.log('ended well'); process.exit(0); });
    console.log(left.pid);`);
  const left = Number(await printed());
  expect(await bornAt(left)).toBeDefined();

  await child.stop(5_000);

  expect(await child.exited).toEqual({ code: 0, signal: null });
  expect(await readFile(join(folder, 'logs', 'child.log'), 'utf8')).toContain('ended well');
  expect(await until(async () => ((await bornAt(left)) === undefined ? true : undefined), { timeoutMs: 5_000 })).toBe(
    true,
  );
});

test('a program that does not heed the order is ended when its time is up', async () => {
  const child = await start(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1e3); console.log('deaf');`);
  await printed();
  await child.stop(100);
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('stopping what is gone already is no failure', async () => {
  const child = await start('');
  await child.exited;
  await child.stop(1_000);
});

test('a program that is not there is named', async () => {
  const missing = startChild({
    name: 'The tool',
    command: join(folder, 'missing'),
    args: [],
    cwd: folder,
    env: {},
    logFile: join(folder, 'x.log'),
  });
  await expect(missing).rejects.toThrow(/^The tool could not be started/);
});

test('a process id given out again is not taken for the process we started', async () => {
  const born = (await bornAt(process.pid)) ?? '';
  expect(await isRunning({ pid: process.pid, born })).toBe(true);
  expect(await isRunning({ pid: process.pid, born: 'Thu Jan  1 00:00:00 1970' })).toBe(false);
});
