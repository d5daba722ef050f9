import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError, reasonOf } from '../errors.ts';

/**
 * Writes a file wholly or not at all: beside its place first, moved there when all is written. What is no file, like
 * /dev/null or a pipe, is written to as it is. Errors of the chunks' own making pass through.
 */
export async function writeWhole(
  path: string,
  chunks: string | AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const at = await realpath(path).catch(() => path); // a symbolic link stays one
  if (await isDevice(at)) return pour(chunks, at, signal);
  const beside = join(dirname(at), `.${basename(at)}.${randomBytes(4).toString('hex')}.partial`);
  try {
    await mkdir(dirname(at), { recursive: true });
    await pour(chunks, beside, signal);
    await rename(beside, at);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error instanceof Error && 'syscall' in error ? unwritable(path, error) : error;
  }
}

const pour = (chunks: string | AsyncIterable<string>, path: string, signal: AbortSignal): Promise<void> =>
  pipeline(Readable.from(typeof chunks === 'string' ? [chunks] : chunks), createWriteStream(path), { signal });

async function isDevice(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

function unwritable(path: string, cause: Error): CliError {
  const reason = reasonOf(cause).replace(/, \w+ '.*$/, ''); // not the name of the file beside
  return new CliError(`${path} cannot be written: ${reason}.`, 'Name another place.', { cause });
}
