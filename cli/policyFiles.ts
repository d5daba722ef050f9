import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { PolicyText } from '#domain/policy/tree.ts';
import { readText } from './commands/config.ts';
import { CliError, reasonOf } from './errors.ts';

/** The policy files at a path: itself, or those of a folder and of the folders in it, in a fixed order. */
export async function readPolicyFiles(cwd: string, path: string): Promise<PolicyText[]> {
  const files = [];
  for (const file of await pathsAt(resolve(cwd, path), path)) {
    const shown = relative(cwd, file).split(sep).join('/');
    files.push({ file: shown, text: await readText(file, shown) });
  }
  return files;
}

async function pathsAt(path: string, shown: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path, { recursive: true });
    const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
    if (files.length > 0) return files.map((name) => join(path, name));
  } catch (cause) {
    throw new CliError(`${shown} cannot be read: ${reasonOf(cause)}.`, 'Give a policy file, or a folder of them.', {
      cause,
    });
  }
  throw new CliError(`${shown} holds no .yml file.`, 'Give a policy file, or a folder of them.');
}
