import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../run.ts';
import { recordedTerminal } from './terminal.ts';

/** A temporary folder in which the command line is used on files. */
export async function workplace() {
  const cwd = await mkdtemp(join(tmpdir(), 'forestall-offline-'));
  return {
    cwd,
    async put(name: string, text: string): Promise<void> {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), text);
    },
    read: (name: string) => readFile(join(cwd, name), 'utf8'),
    /** every file there is, in order */
    async names(): Promise<string[]> {
      const entries = await readdir(cwd, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return files.map((file) => file.slice(cwd.length + 1)).sort();
    },
    async forestall(...args: string[]) {
      const terminal = recordedTerminal({ cwd });
      const code = await run(args, terminal, () => new AbortController().signal);
      return { code, out: terminal.said.join('\n'), aside: terminal.asides.join('\n') };
    },
    remove: () => rm(cwd, { recursive: true }),
  };
}

export type Workplace = Awaited<ReturnType<typeof workplace>>;

/** Five-minute times from a Monday on, as most exports write them. */
export const timeOf = (index: number): string =>
  new Date(Date.UTC(2026, 10, 2) + index * 300_000).toISOString().slice(0, 19).replace('T', ' ');

/** A series that strays a little, the same each time. */
export const usual = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => 50 + ((i * 7919) % 97) / 50 + 3 * Math.sin((2 * Math.PI * i) / 288));

export const csvText = (values: readonly (number | string)[]): string =>
  `timestamp,value\n${values.map((value, index) => `${timeOf(index)},${value}\n`).join('')}`;
