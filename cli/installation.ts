import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { CliError, reasonOf, UsageError } from './errors.ts';

/** What the command line needs of `.forestall/local.json`, which `npm start` writes. */
const LocalFile = z.object({
  api_url: z.string(),
  websocket_url: z.string().optional(),
  admin_key: z.string(),
  fleet_control_url: z.string().nullish(),
});
type LocalFile = z.infer<typeof LocalFile>;

export interface Given {
  url?: string | undefined;
  key?: string | undefined;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** Where a person and their key come from, and which installation is meant. */
export interface Installation {
  url: string;
  key: string;
  /** known without asking only for a local installation */
  websocketUrl: string | null;
  /** where the key was found, for people */
  keyFrom: string;
}

export const checkoutRoot = resolve(import.meta.dirname, '..');

/**
 * Finds the installation that is meant: what was given, then the environment, then the local one. The local key goes to the
 * local installation only: it would be a secret given away anywhere else.
 */
export async function findInstallation(given: Given, env: Environment, cwd: string): Promise<Installation> {
  const local = await findLocal(cwd);
  const url = given.url ?? env.FORESTALL_URL ?? local?.file.api_url;
  if (url === undefined) {
    throw new CliError(
      'There is no installation here.',
      'Start one with `npm start`, or name one with --url and --key (or FORESTALL_URL and FORESTALL_API_KEY).',
    );
  }
  const base = checkedUrl(url);
  const isLocal = local !== undefined && sameAddress(base, local.file.api_url);
  const [key, keyFrom] =
    given.key !== undefined
      ? [given.key, '--key']
      : env.FORESTALL_API_KEY !== undefined
        ? [env.FORESTALL_API_KEY, 'FORESTALL_API_KEY']
        : isLocal
          ? [local.file.admin_key, relative(cwd, local.path) || local.path]
          : [undefined, ''];
  if (key === undefined || key === '') {
    throw new CliError(`There is no key for ${base}.`, 'Give one with --key or FORESTALL_API_KEY.');
  }
  return { url: base, key, keyFrom, websocketUrl: isLocal ? (local.file.websocket_url ?? null) : null };
}

/** The control address of the demo fleet that runs on this machine. */
export async function findFleet(env: Environment, cwd: string): Promise<string> {
  const url = env.FORESTALL_FLEET_URL ?? (await findLocal(cwd))?.file.fleet_control_url;
  if (url) return checkedUrl(url);
  throw new CliError(
    'No demo fleet runs here, so there is nothing to break.',
    'Start Forestall with its fleet: `npm start` (without --no-fleet).',
  );
}

function checkedUrl(url: string): string {
  const read = URL.parse(url);
  if (read === null || !/^https?:$/.test(read.protocol))
    throw new UsageError(`"${url}" is no address.`, 'Write it like http://localhost:8080.');
  return url.replace(/\/+$/, '');
}

const sameAddress = (a: string, b: string): boolean => a.replace(/\/+$/, '') === b.replace(/\/+$/, '');

/** The nearest `.forestall/local.json` from here upwards, then that of the checkout which this command lives in. */
async function findLocal(cwd: string): Promise<{ path: string; file: LocalFile } | undefined> {
  for (const folder of [...upwards(cwd), checkoutRoot]) {
    const path = join(folder, '.forestall', 'local.json');
    const text = await readIfThere(path);
    if (text !== undefined) return { path, file: parsed(path, text) };
  }
  return undefined;
}

function* upwards(from: string): Generator<string> {
  let folder = resolve(from);
  for (; dirname(folder) !== folder; folder = dirname(folder)) yield folder;
  yield folder;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CliError(
      `${path} cannot be read: ${reasonOf(error)}.`,
      'Mend its permissions, or give --url and --key.',
      {
        cause: error,
      },
    );
  }
}

function parsed(path: string, text: string): LocalFile {
  try {
    return LocalFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(`${path} is not what \`npm start\` writes.`, 'Run `npm start` again, or give --url and --key.', {
      cause,
    });
  }
}
