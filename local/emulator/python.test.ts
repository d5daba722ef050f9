import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseEmulator } from './obtain.ts';
import { findPython } from './python.ts';

let folders: string[];
beforeEach(() => {
  folders = [];
});
afterEach(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A folder for PATH with programs that answer like a Python of that version. */
async function folderWith(programs: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forestall-path-'));
  folders.push(folder);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

const answers = (major: number, minor: number, venv = true) => `echo '[${major}, ${minor}, ${venv}]'`;

test('the newest named Python wins, wherever on PATH it is', async () => {
  const path = [await folderWith({ python3: answers(3, 11) }), await folderWith({ 'python3.12': answers(3, 12) })].join(
    delimiter,
  );
  expect((await findPython({ PATH: path })).found?.version).toBe('3.12');
});

test('a shim that does not run, one too old and one without venv are passed over, and said', async () => {
  const shims = await folderWith({
    'python3.13': 'echo "pyenv: python3.13: command not found" >&2; exit 127',
    'python3.12': answers(3, 12, false),
    python3: answers(3, 9),
  });
  const good = await folderWith({ python3: answers(3, 10) });
  const { found, rejected } = await findPython({ PATH: [shims, good].join(delimiter) });
  expect(found).toEqual({ path: join(good, 'python3'), version: '3.10' });
  expect(rejected).toEqual([
    `${shims}/python3.13 does not run`,
    `${shims}/python3.12 has no venv module`,
    `${shims}/python3 is 3.9`,
  ]);
});

test('without Python and Docker one sentence says what is missing and what would do', async () => {
  const path = await folderWith({ python3: answers(3, 8) });
  await expect(chooseEmulator(join(path, 'venv'), { PATH: path })).rejects.toMatchObject({
    message: expect.stringContaining(`needs Python 3.10 or newer, and there is none on PATH (${path}/python3 is 3.8)`),
    advice: expect.stringContaining('start Docker, or set AWS_ENDPOINT_URL'),
  });
});

test('without Python a Docker that works is used', async () => {
  const path = await folderWith({ docker: 'echo 29.0' });
  expect(await chooseEmulator(join(path, 'venv'), { PATH: path })).toMatchObject({ kind: 'docker' });
});

test.each([
  ['http://127.0.0.1:9', 'no emulator answers there'],
  ['https://sqs.eu-west-1.amazonaws.com', 'names AWS itself'],
  ['not an address', 'is no address'],
])('AWS_ENDPOINT_URL=%s is refused: %s', async (endpoint, message) => {
  await expect(chooseEmulator('/nowhere', { AWS_ENDPOINT_URL: endpoint })).rejects.toThrow(message);
});
