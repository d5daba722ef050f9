import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');

/** A block of code in a page: what its heading says it does, its language, its text. */
export interface Block {
  heading: string;
  language: string;
  code: string;
}

/** The fenced blocks of a Markdown page, in their order. */
export async function blocksOf(page: string): Promise<Block[]> {
  const blocks: Block[] = [];
  let heading = '';
  const text = await readFile(join(ROOT, page), 'utf8');
  for (const [, title, language = '', code = ''] of text.matchAll(/^## (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    if (title === undefined) blocks.push({ heading, language, code });
    else heading = title;
  }
  return blocks;
}

const programs: Record<string, (code: string) => [string, string[]]> = {
  bash: (code) => ['bash', ['-euo', 'pipefail', '-c', code]],
  ts: (code) => [process.execPath, ['--input-type=module-typescript', '--eval', code]],
  python: (code) => ['python3', ['-c', code]],
};

/** What a block prints when a reader runs it from the checkout's root. Rejects, with what it said, where it fails. */
export async function run({ language, code }: Block, env: Record<string, string>): Promise<string> {
  const program = programs[language];
  if (program === undefined) throw new Error(`nothing runs ${language}`);
  const [file, args] = program(code);
  const { stdout } = await promisify(execFile)(file, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  return stdout.trim();
}
