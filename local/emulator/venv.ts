import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment, type Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { isRunning, readOwner, removeOwner, writeOwner } from '../owner.ts';
import { until } from '../waiting.ts';
import { findPython, type PythonSearch } from './python.ts';

const run = promisify(execFile);
const MINUTES_10 = 600_000;

/** A virtual environment that this checkout makes for itself when it is first needed. */
export interface Venv {
  dir: string;
  /** a pip requirements file; when it changes the environment is made anew */
  requirements: string;
  /** a module in it that is imported to see whether the environment still works */
  module: string;
  /** what a person calls it: "MiniStack" */
  title: string;
  /** what a person can do if it cannot be made */
  advice: string;
}

export interface Installed {
  python: string;
  /** How it came to be there, for the person: "found in .forestall/venv", "installed with Python 3.12". */
  how: string;
}

export interface InstallOptions {
  env?: Environment;
  onProgress?: (text: string) => void;
  signal?: AbortSignal;
}

/** Makes sure that what is pinned is in the environment, and says whether it was there already.
 *  @returns the search's result when no Python will do, so that the caller can offer another way */
export async function ensureVenv(
  venv: Venv,
  { env = process.env, onProgress, signal }: InstallOptions = {},
): Promise<Installed | PythonSearch> {
  const wanted = await fingerprint(venv);
  const python = join(venv.dir, 'bin', 'python');
  if (await isInstalled(venv, wanted)) return { python, how: `found in ${venv.dir}` };
  const search = await findPython(env);
  if (!search.found) return search;
  const base = search.found;
  await alone(venv, async () => {
    if (await isInstalled(venv, wanted)) return; // another start made it while we waited
    onProgress?.(`installing ${venv.title} with Python ${base.version} (once)`);
    await rm(venv.dir, { recursive: true, force: true });
    const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '-r', venv.requirements];
    try {
      await pip(base.path, ['-m', 'venv', venv.dir], env, signal);
      await pip(python, install, env, signal);
    } catch (cause) {
      throw new LocalError(`${venv.title} could not be installed: ${lastLines(cause)}`, venv.advice, { cause });
    }
    await writeFile(join(venv.dir, MARK), wanted);
  });
  return { python, how: `installed with Python ${base.version}` };
}

const MARK = 'forestall.sha256';

async function fingerprint({ requirements }: Venv): Promise<string> {
  return createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
}

/** A virtual environment counts only when it was finished and its Python still runs (a system upgrade may take it). */
async function isInstalled({ dir, module }: Venv, wanted: string): Promise<boolean> {
  try {
    if ((await readFile(join(dir, MARK), 'utf8')) !== wanted) return false;
    await run(join(dir, 'bin', 'python'), ['-c', `import ${module}`], { timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

async function pip(command: string, args: string[], env: Environment, signal?: AbortSignal): Promise<void> {
  // pip may need an index, a proxy or a certificate that the person has set: it alone gets the whole environment.
  await run(command, args, {
    env: { ...env, ...childEnvironment(env) },
    timeout: MINUTES_10,
    maxBuffer: 16_000_000,
    signal,
  });
}

function lastLines(cause: unknown): string {
  const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  return `\n  ${output.trim().split('\n').slice(-4).join('\n  ')}`;
}

/** One installation at a time: two first starts at once would write into each other's virtual environment. */
async function alone({ dir, title }: Venv, work: () => Promise<void>): Promise<void> {
  const lock = `${dir}.lock`;
  await mkdir(dirname(lock), { recursive: true });
  const mine = await until(
    async () => {
      if (await writeOwner(lock)) return true;
      const holder = await readOwner(lock);
      if (holder && !(await isRunning(holder))) await removeOwner(lock);
      return undefined;
    },
    { timeoutMs: MINUTES_10, everyMs: 300 },
  );
  if (!mine) {
    throw new LocalError(
      `${title} has been in the making by another process for ten minutes.`,
      `Remove ${lock} and retry.`,
    );
  }
  try {
    await work();
  } finally {
    await removeOwner(lock);
  }
}
