import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { LocalError } from './errors.ts';
import { firstWithin } from './waiting.ts';

export interface ChildOptions {
  /** What it is called in a message to a person. */
  name: string;
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  logFile: string;
  /** Keep stdout for the caller instead of writing it to the log. */
  readStdout?: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  readonly stdout: Readable | null;
  /** Settles when the process is gone, whoever ended it. */
  readonly exited: Promise<Exit>;
  /** Asks it to end (SIGTERM), waits up to `graceMs`, then ends whatever is left of its process group. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a program in a process group of its own, so that a terminal's Ctrl-C reaches only us and we can end exactly
 *  what we started. */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', options.readStdout ? 'pipe' : log, log],
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(
        new LocalError(`${options.name} could not be started (${options.command}).`, `${cause.message}`, { cause }),
      ),
    );
  });
  const pid = child.pid;
  if (pid === undefined) throw new LocalError(`${options.name} started without a process id.`, 'Start again.');
  return { pid, stdout: child.stdout, exited, stop: (graceMs) => stopGroup(pid, exited, graceMs) };
}

async function stopGroup(pid: number, exited: Promise<Exit>, graceMs: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (!(await firstWithin(exited, graceMs))) signal(-pid, 'SIGKILL');
  await exited;
  // What the leader left behind (a worker in mid-call) belongs to its group and goes with it.
  signal(-pid, 'SIGKILL');
}

/** Sends a signal to a process, or to a group by its negated id; a target that is gone already is fine. */
export function signal(target: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(target, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
