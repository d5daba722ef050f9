import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CliError, reasonOf, UsageError } from '../errors.ts';

/** What was asked for on the command line: paths as they were written. */
export interface Asked {
  path: string;
  out?: string | undefined;
  plot?: string | undefined;
}

/** One file's way: absolute paths, and what the input is called in sentences. */
export interface Place {
  input: string;
  shown: string;
  out: string | undefined;
  plot: string | undefined;
}

export interface Places {
  /** a folder was given, and is mirrored */
  folder: boolean;
  places: readonly Place[];
}

const STANDARD_INPUT = '/dev/stdin';

/** Which files are read, and where what comes of each is written. Refuses to write over what is read. */
export async function placesOf(asked: Asked, cwd: string): Promise<Places> {
  if (asked.path === '-') return { folder: false, places: [await single(asked, STANDARD_INPUT, cwd)] };
  const input = resolve(cwd, asked.path);
  const folder = await isFolder(input, asked.path);
  const places = folder ? await mirrored(asked, input, cwd) : [await single(asked, input, cwd)];
  await refuseOverwriting(places);
  return { folder, places };
}

async function isFolder(path: string, shown: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new CliError(`${shown} cannot be read: ${reasonOf(cause)}.`, 'Give a CSV file, or a folder of them.', {
      cause,
    });
  }
}

/** As with `cp`: what is written into a folder keeps its name. */
async function single({ path, out, plot }: Asked, input: string, cwd: string): Promise<Place> {
  const target = async (given: string | undefined, name: string): Promise<string | undefined> => {
    if (given === undefined) return undefined;
    const whole = resolve(cwd, given);
    return (await isExistingFolder(whole)) ? join(whole, name) : whole;
  };
  return {
    input,
    shown: input === STANDARD_INPUT ? 'standard input' : path,
    out: await target(out, basename(input)),
    plot: await target(plot, svgName(basename(input))),
  };
}

async function mirrored({ path, out, plot }: Asked, input: string, cwd: string): Promise<Place[]> {
  const targets = [out, plot].flatMap((given) => (given === undefined ? [] : [resolve(cwd, given)]));
  for (const target of targets)
    if (!(await isExistingFolder(target)) && (await exists(target)))
      throw new UsageError(
        `${path} is a folder, and ${relative(cwd, target)} is a file.`,
        'Name a folder to write into.',
      );
  // what an earlier run wrote into the folder itself is no input of this one
  const others = targets.filter((target) => target !== input);
  const files = (await csvFiles(input, path)).filter((file) => !others.some((other) => file.startsWith(other + sep)));
  if (files.length === 0) throw new CliError(`${path} holds no .csv file.`, 'Give a CSV file, or a folder of them.');
  return files.map((file) => {
    const name = relative(input, file);
    return {
      input: file,
      shown: join(path, name),
      out: out === undefined ? undefined : resolve(cwd, out, name),
      plot: plot === undefined ? undefined : resolve(cwd, plot, svgName(name)),
    };
  });
}

/** Files of a folder and of those in it, in a fixed order. */
async function csvFiles(folder: string, shown: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && /\.csv$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new CliError(`${shown} cannot be read: ${reasonOf(cause)}.`, 'Give a folder that you may read.', { cause });
  }
}

const svgName = (name: string): string => name.replace(/(\.csv)?$/i, '.svg');

async function refuseOverwriting(places: readonly Place[]): Promise<void> {
  for (const { out, plot } of places)
    if (out !== undefined && out === plot)
      throw new UsageError('One file cannot be two outputs.', 'Give --plot another name than -o.');
  const inputs = new Set(await Promise.all(places.map(({ input }) => actual(input))));
  for (const { out, plot, shown } of places)
    for (const target of [out, plot])
      if (target !== undefined && inputs.has(await actual(target)))
        throw new UsageError(`This would write over ${shown}, which is read.`, 'Name another place with -o.');
}

/** A path without symbolic links; of what is not there yet, as far as it is there. */
async function actual(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await actual(parent), basename(path));
  }
}

const isExistingFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
