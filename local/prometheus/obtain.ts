import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
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

/** The real programs: each a command with its first arguments, before those of who starts it. */
export interface Prometheus {
  prometheus: Command;
  alertmanager: Command;
}
export type Command = readonly [string, ...string[]];

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
  const [prometheus, alertmanager] = await Promise.all([onPath(PROMETHEUS, env), onPath(ALERTMANAGER, env)]);
  if (prometheus && alertmanager) return { prometheus: [prometheus], alertmanager: [alertmanager] };
  if (!(await isLaid(dir, env))) await layPackages(dir, env);
  return { prometheus: laid(PROMETHEUS, dir), alertmanager: laid(ALERTMANAGER, dir) };
}

/** The pinned version, by Debian's name or upstream's. */
async function onPath(program: Program, env: Environment): Promise<string | undefined> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => [join(folder, program.name), join(folder, program.upstream)]);
  for (const path of candidates) if (await isPinned([path], program, env)) return path;
  return undefined;
}

/** Debian's programs look for their templates in /usr/share: there each finds its own, in a mount that it alone sees. */
function laid({ name }: Program, dir: string): Command {
  const { bin, share } = placesIn(dir);
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const within = 'mount --bind "$1" /usr/share && shift && exec "$@"';
  return ['unshare', '--mount', ...asRoot, 'sh', '-c', within, 'sh', share, join(bin, name)];
}

const placesIn = (dir: string) => ({ bin: join(dir, 'usr', 'bin'), share: join(dir, 'usr', 'share') });

async function isLaid(dir: string, env: Environment): Promise<boolean> {
  const both = [PROMETHEUS, ALERTMANAGER].map((program) => isPinned(laid(program, dir), program, env));
  return (await Promise.all(both)).every((one) => one);
}

async function isPinned([command, ...args]: Command, { version }: Program, env: Environment): Promise<boolean> {
  try {
    const options = { timeout: 20_000, env: childEnvironment(env) };
    const { stdout, stderr } = await run(command, [...args, '--version'], options); // some say it on the one, some on the other
    return `${stdout}${stderr}`.includes(`version ${version}`);
  } catch {
    return false;
  }
}

/** Everything apt needs lies in a folder of its own, so that it asks no root and changes nothing of the system's. */
async function layPackages(dir: string, env: Environment): Promise<void> {
  const programs = [PROMETHEUS, ALERTMANAGER];
  await mkdir(dir, { recursive: true });
  const work = await mkdtemp(join(dir, 'download-'));
  const options = { cwd: work, env: { ...env, ...childEnvironment(env) }, timeout: MINUTES_5, maxBuffer: 16_000_000 };
  const own = ['Dir::State::Lists', 'Dir::Cache'].map((name) => [name, join(work, name)] as const);
  const apt = own.flatMap(([name, folder]) => ['-o', `${name}=${folder}`]);
  try {
    for (const [, folder] of own) await mkdir(join(folder, 'partial'), { recursive: true });
    await run('apt-get', [...apt, '--quiet', 'update'], options);
    await run('apt-get', [...apt, '--quiet', 'download', ...programs.map(({ name }) => name)], options);
    const packages = (await readdir(work)).filter((file) => file.endsWith('.deb'));
    for (const file of packages) await run('dpkg-deb', ['--extract', file, 'root'], options);
    if (!(await isLaid(join(work, 'root'), env)))
      throw new Error('it has other versions here, or they cannot be given a /usr/share of their own');
    await rm(placesIn(dir).bin, { recursive: true, force: true });
    await rm(placesIn(dir).share, { recursive: true, force: true });
    await mkdir(join(dir, 'usr'), { recursive: true });
    await rename(placesIn(join(work, 'root')).share, placesIn(dir).share);
    await rename(placesIn(join(work, 'root')).bin, placesIn(dir).bin); // last: what is there is whole
  } catch (cause) {
    throw new LocalError(
      `Prometheus ${PROMETHEUS.version} and Alertmanager ${ALERTMANAGER.version} are not on PATH, and Debian's could not be laid: ${reasonOf(cause)}`,
      "Put them on PATH, for example by installing Debian 12's prometheus and prometheus-alertmanager.",
      { cause },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
