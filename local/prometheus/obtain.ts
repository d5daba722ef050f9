import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment, type Environment } from '../environment.ts';
import { LocalError, reasonOf } from '../errors.ts';
import { defaultStateDir } from '../paths.ts';

const run = promisify(execFile);
const MINUTES_5 = 300_000;

/** A program as Debian packages it. */
interface Program {
  /** of the package and of its program */
  name: string;
  /** as upstream names its program, for who has it from there */
  upstream: string;
  /** what `--version` says of the one that the tests were written for */
  version: string;
}

const PROMETHEUS: Program = { name: 'prometheus', upstream: 'prometheus', version: '2.42.0' };
const ALERTMANAGER: Program = { name: 'prometheus-alertmanager', upstream: 'alertmanager', version: '0.25.0' };

/** Paths of the real programs, to be started as they are. */
export interface Prometheus {
  prometheus: string;
  alertmanager: string;
}

export const defaultPrometheusDir = join(defaultStateDir, 'prometheus');

/**
 * Finds Prometheus and Alertmanager, or lays Debian's into a folder of this checkout: without root, and without the
 * services that installing the packages would start.
 * @throws LocalError where neither is possible, with what to do
 */
export async function obtainPrometheus(
  dir = defaultPrometheusDir,
  env: Environment = process.env,
): Promise<Prometheus> {
  const [prometheus, alertmanager] = await Promise.all([found(PROMETHEUS, dir, env), found(ALERTMANAGER, dir, env)]);
  if (prometheus && alertmanager) return { prometheus, alertmanager };
  await layPackages([PROMETHEUS, ALERTMANAGER], dir, env);
  const laid = (program: Program) => laidPath(program, dir);
  return { prometheus: laid(PROMETHEUS), alertmanager: laid(ALERTMANAGER) };
}

const laidPath = ({ name }: Program, dir: string): string => join(dir, 'usr', 'bin', name);

/** The pinned version, on PATH or laid here before. */
async function found(program: Program, dir: string, env: Environment): Promise<string | undefined> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    laidPath(program, dir),
    ...folders.flatMap((folder) => [join(folder, program.name), join(folder, program.upstream)]),
  ];
  for (const path of candidates) if (await isPinned(path, program)) return path;
  return undefined;
}

async function isPinned(path: string, { version }: Program): Promise<boolean> {
  try {
    await access(path);
    const { stdout, stderr } = await run(path, ['--version'], { timeout: 20_000 }); // some say it on the one, some on the other
    return `${stdout}${stderr}`.includes(`version ${version}`);
  } catch {
    return false;
  }
}

/** Everything apt needs lies in a folder of its own, so that it asks no root and changes nothing of the system's. */
async function layPackages(programs: readonly Program[], dir: string, env: Environment): Promise<void> {
  await mkdir(dir, { recursive: true });
  const work = await mkdtemp(join(dir, 'download-'));
  const options = { cwd: work, env: { ...env, ...childEnvironment(env) }, timeout: MINUTES_5, maxBuffer: 16_000_000 };
  const apt = ['Dir::State::Lists', 'Dir::Cache'].flatMap((name) => ['-o', `${name}=${join(work, name)}`]);
  try {
    for (const name of ['Dir::State::Lists', 'Dir::Cache'])
      await mkdir(join(work, name, 'partial'), { recursive: true });
    await run('apt-get', [...apt, '--quiet', 'update'], options);
    await run('apt-get', [...apt, '--quiet', 'download', ...programs.map(({ name }) => name)], options);
    const packages = (await readdir(work)).filter((file) => file.endsWith('.deb'));
    for (const file of packages) await run('dpkg-deb', ['--extract', file, 'root'], options);
    await mkdir(join(dir, 'usr', 'bin'), { recursive: true });
    for (const program of programs) {
      const path = join(work, 'root', 'usr', 'bin', program.name);
      if (!(await isPinned(path, program))) throw new Error(`Debian has another version than ${program.version} here`);
      await rename(path, laidPath(program, dir)); // whole or not at all, whoever else lays it at the same time
    }
  } catch (cause) {
    throw new LocalError(
      `Prometheus ${PROMETHEUS.version} and Alertmanager ${ALERTMANAGER.version} are not on PATH, and Debian's could not be fetched: ${reasonOf(cause)}`,
      'Put them on PATH, or run this where apt reaches Debian 12.',
      { cause },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
