import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesOf } from './places.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await realpath(await mkdtemp(join(tmpdir(), 'forestall-places-')));
  await mkdir(join(cwd, 'in', 'deep'), { recursive: true });
  for (const name of ['b.csv', 'a.CSV', 'notes.txt', 'deep/c.csv']) await writeFile(join(cwd, 'in', name), '');
});
afterEach(() => rm(cwd, { recursive: true }));

const short = (path: string | undefined) => (path === undefined ? undefined : relative(cwd, path));
async function places(path: string, out?: string, plot?: string) {
  const { folder, places: found } = await placesOf({ path, out, plot }, cwd);
  return { folder, found: found.map((one) => [one.shown, short(one.input), short(one.out), short(one.plot)]) };
}

test('a file goes where it is said, or keeps its name in a folder', async () => {
  expect(await places('in/b.csv', 'o.csv', 'o.svg')).toEqual({
    folder: false,
    found: [['in/b.csv', 'in/b.csv', 'o.csv', 'o.svg']],
  });
  await mkdir(join(cwd, 'out'));
  expect((await places('in/b.csv', 'out', 'out')).found).toEqual([['in/b.csv', 'in/b.csv', 'out/b.csv', 'out/b.svg']]);
});

test('- is standard input', async () => {
  const { places: found } = await placesOf({ path: '-', out: 'o.csv' }, cwd);
  expect(found).toEqual([{ input: '/dev/stdin', shown: 'standard input', out: join(cwd, 'o.csv'), plot: undefined }]);
});

test('a folder is mirrored with those in it, in order, and only what is called .csv', async () => {
  expect(await places('in', 'out', 'plots')).toEqual({
    folder: true,
    found: [
      ['in/a.CSV', 'in/a.CSV', 'out/a.CSV', 'plots/a.svg'],
      ['in/b.csv', 'in/b.csv', 'out/b.csv', 'plots/b.svg'],
      ['in/deep/c.csv', 'in/deep/c.csv', 'out/deep/c.csv', 'plots/deep/c.svg'],
    ],
  });
});

test('what an earlier run wrote into the folder is not read', async () => {
  await mkdir(join(cwd, 'in', 'out'));
  await writeFile(join(cwd, 'in', 'out', 'b.csv'), '');
  expect((await places('in', 'in/out')).found.map(([shown]) => shown)).toEqual([
    'in/a.CSV',
    'in/b.csv',
    'in/deep/c.csv',
  ]);
});

test.each([
  ['in/b.csv', 'in/b.csv'],
  ['in/b.csv', 'in'],
  ['in', 'in'],
  ['in/b.csv', 'link.csv'],
  ['in', 'linked'],
])('%s into %s would write over what is read', async (path, out) => {
  await symlink(join(cwd, 'in', 'b.csv'), join(cwd, 'link.csv'));
  await symlink(join(cwd, 'in'), join(cwd, 'linked'));
  await expect(places(path, out)).rejects.toThrow(/would write over in\/(a\.CSV|b\.csv), which is read/);
});

test('one file may not be two outputs', async () => {
  await expect(places('in/b.csv', 'same', 'same')).rejects.toThrow('two outputs');
});

test.each([
  ['none', undefined, 'none cannot be read: ENOENT'],
  ['in', 'in/b.csv', 'in is a folder, and in/b.csv is a file.'],
  ['empty', 'out', 'empty holds no .csv file.'],
])('%s into %s is refused in a sentence', async (path, out, sentence) => {
  await mkdir(join(cwd, 'empty'));
  await expect(places(path, out)).rejects.toThrow(sentence);
});
