import { lstat, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './written.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-written-'));
});
afterEach(() => rm(folder, { recursive: true }));

const { signal: never } = new AbortController();

async function* pieces(...texts: (string | Error)[]) {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield text;
  }
}

test('writes all of it, into a folder that is not there yet', async () => {
  const path = join(folder, 'new', 'a.csv');
  await writeWhole(path, pieces('a\n', 'b\n'), never);
  expect(await readFile(path, 'utf8')).toBe('a\nb\n');
  expect(await readdir(join(folder, 'new'))).toEqual(['a.csv']);
});

test('leaves what was there, and nothing beside it, where the making fails', async () => {
  const path = join(folder, 'a.csv');
  await writeFile(path, 'before');
  await expect(writeWhole(path, pieces('half', new Error('bad row')), never)).rejects.toThrow('bad row');
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['a.csv']);
});

test('leaves nothing where it is stopped', async () => {
  const stop = new AbortController();
  async function* endless() {
    for (;;) {
      yield 'x';
      stop.abort();
    }
  }
  await expect(writeWhole(join(folder, 'a.csv'), endless(), stop.signal)).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test('a symbolic link stays one, and what it names is replaced', async () => {
  await writeFile(join(folder, 'real.csv'), 'before');
  await symlink(join(folder, 'real.csv'), join(folder, 'link.csv'));
  await writeWhole(join(folder, 'link.csv'), 'after', never);
  expect(await readFile(join(folder, 'real.csv'), 'utf8')).toBe('after');
  expect((await lstat(join(folder, 'link.csv'))).isSymbolicLink()).toBe(true);
});

test('what is no file is written to and stays what it is', async () => {
  await writeWhole('/dev/null', 'x', never);
  expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
});

test('a place that cannot be written is said in a sentence', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeWhole(join(folder, 'file', 'a.csv'), 'x', never)).rejects.toThrow(/a\.csv cannot be written: /);
});
