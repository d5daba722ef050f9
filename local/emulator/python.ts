import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../environment.ts';

const run = promisify(execFile);

const CANDIDATES = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];
const OLDEST = [3, 10] as const;
const ASK =
  'import importlib.util as u, json, sys; print(json.dumps([*sys.version_info[:2], bool(u.find_spec("venv"))]))';

export interface Python {
  path: string;
  /** As in "3.12". */
  version: string;
}

export interface PythonSearch {
  found?: Python;
  /** What was looked at and why it would not do, for the message. */
  rejected: string[];
}

/** The first Python on PATH that is new enough and can make a virtual environment.
 *  A name on PATH may be a shim that refuses to run, so each is asked. */
export async function findPython(env: Environment = process.env): Promise<PythonSearch> {
  const rejected: string[] = [];
  for (const name of CANDIDATES) {
    for (const path of await executablesNamed(name, env.PATH ?? '')) {
      const answer = await ask(path, env);
      if (answer === undefined) rejected.push(`${path} does not run`);
      else if (!isNewEnough(answer)) rejected.push(`${path} is ${answer.major}.${answer.minor}`);
      else if (!answer.venv) rejected.push(`${path} has no venv module`);
      else return { found: { path, version: `${answer.major}.${answer.minor}` }, rejected };
    }
  }
  return { rejected };
}

interface Answer {
  major: number;
  minor: number;
  venv: boolean;
}

function isNewEnough({ major, minor }: Answer): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function ask(path: string, env: Environment): Promise<Answer | undefined> {
  try {
    const { stdout } = await run(path, ['-c', ASK], { env: { ...env }, timeout: 10_000 });
    const [major, minor, venv]: unknown[] = JSON.parse(stdout);
    return typeof major === 'number' && typeof minor === 'number' ? { major, minor, venv: venv === true } : undefined;
  } catch {
    return undefined; // a shim for a version that is not installed, or no Python at all: the next one is tried
  }
}

async function executablesNamed(name: string, path: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    if (await isExecutable(file)) found.push(file);
  }
  return found;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
