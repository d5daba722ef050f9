import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);

/** A process by more than its id, which the system gives out again: `born` is when it began, as `ps` says. */
export const Owner = z.object({ pid: z.number().int().positive(), born: z.string() });
export type Owner = z.infer<typeof Owner>;

/** Claims a file for this process.
 *  @returns false when the file is there already */
export async function writeOwner(file: string): Promise<boolean> {
  const owner: Owner = { pid: process.pid, born: (await bornAt(process.pid)) ?? '' };
  try {
    await writeFile(file, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who claimed the file: undefined when there is none, or when it was cut off while being written. */
export async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return Owner.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export async function removeOwner(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Whether that very process still runs: the same id and the same beginning. */
export async function isRunning(owner: Owner): Promise<boolean> {
  const born = await bornAt(owner.pid);
  return born !== undefined && (owner.born === '' || born === '' || born === owner.born);
}

/** When a process began, in `ps`'s words; '' when `ps` cannot tell; undefined when there is no such process. */
export async function bornAt(pid: number): Promise<string | undefined> {
  if (!exists(pid)) return undefined;
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { timeout: 5_000, env: { LC_ALL: 'C' } });
    return stdout.trim();
  } catch {
    return exists(pid) ? '' : undefined; // a machine without a full `ps`: the id alone must do
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
