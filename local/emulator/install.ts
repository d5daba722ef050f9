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
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const MINUTES_10 = 600_000;

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

/** Makes sure that the pinned emulator is in `venvDir`, and says whether it was there already.
 *  @returns undefined with the search's result when no Python will do, so that the caller can offer another way */
export async function installEmulator(
  venvDir: string,
  { env = process.env, onProgress, signal }: InstallOptions = {},
): Promise<Installed | PythonSearch> {
  const wanted = await fingerprint();
  const python = join(venvDir, 'bin', 'python');
  if (await isInstalled(venvDir, wanted)) return { python, how: `found in ${venvDir}` };
  const search = await findPython(env);
  if (!search.found) return search;
  const base = search.found;
  await alone(venvDir, async () => {
    if (await isInstalled(venvDir, wanted)) return; // another start made it while we waited
    onProgress?.(`installing MiniStack with Python ${base.version} (once)`);
    await rm(venvDir, { recursive: true, force: true });
    await pip(base.path, ['-m', 'venv', venvDir], env, signal);
    await pip(
      python,
      ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '-r', REQUIREMENTS],
      env,
      signal,
    );
    await writeFile(join(venvDir, 'forestall.sha256'), wanted);
  });
  return { python, how: `installed with Python ${base.version}` };
}

async function fingerprint(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
}

/** A virtual environment counts only when it was finished and its Python still runs (a system upgrade may take it). */
async function isInstalled(venvDir: string, wanted: string): Promise<boolean> {
  try {
    if ((await readFile(join(venvDir, 'forestall.sha256'), 'utf8')) !== wanted) return false;
    await run(join(venvDir, 'bin', 'python'), ['-c', 'import ministack'], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

async function pip(command: string, args: string[], env: Environment, signal?: AbortSignal): Promise<void> {
  try {
    // pip may need an index, a proxy or a certificate that the person has set: it alone gets the whole environment.
    await run(command, args, {
      env: { ...env, ...childEnvironment(env) },
      timeout: MINUTES_10,
      maxBuffer: 16_000_000,
      signal,
    });
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    const last = output.trim().split('\n').slice(-4).join('\n  ');
    throw new LocalError(
      `The emulator could not be installed: ${command} ${args.slice(0, 3).join(' ')} failed:\n  ${last}`,
      'Check that this machine reaches a Python package index, or start an emulator yourself and set AWS_ENDPOINT_URL.',
      { cause },
    );
  }
}

/** One installation at a time: two first starts at once would write into each other's virtual environment. */
async function alone(venvDir: string, work: () => Promise<void>): Promise<void> {
  const lock = `${venvDir}.lock`;
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
      `Another start has been installing the emulator for ten minutes.`,
      `Remove ${lock} and retry.`,
    );
  }
  try {
    await work();
  } finally {
    await removeOwner(lock);
  }
}
