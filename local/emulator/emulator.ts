import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from '../child.ts';
import { childEnvironment, NO_PERSONAL_AWS } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { lastLines } from '../log.ts';
import { projectRoot } from '../paths.ts';
import { nextFreePort } from '../ports.ts';
import { probeJson, until } from '../waiting.ts';

const LAUNCHER = join(import.meta.dirname, 'launch.py');
const READY_MS = 30_000;
// A graceful stop ends running calls and writes the state; the emulator itself allows calls up to 20 s for that.
const STOP_MS = 20_000;

export interface EmulatorOptions {
  /** The Python that has the pinned emulator, as `installEmulator` gives it. */
  python: string;
  /** Without one, the next free from 4566. */
  port?: number;
  /** Everything it keeps: tables, functions, objects. */
  stateDir: string;
  /** Added to the environment of the emulator and so of every function. */
  env?: Record<string, string>;
  logFile: string;
  /** Forget what an earlier run kept. */
  fresh?: boolean;
  /** For how many hours CloudWatch points and logs are kept. */
  keepHours?: number;
}

export interface Emulator {
  readonly url: string;
  readonly port: number;
  /** Absent when it is not ours: an endpoint that was there already. */
  readonly pid?: number;
  /** Settles when it ends without having been told to; never for one that is not ours. */
  readonly lost: Promise<string>;
  /** Ends it so that its state is kept. One that is not ours is left alone. */
  stop(): Promise<void>;
}

/** Starts the emulator with IAM enforced and waits until it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const port = options.port ?? (await nextFreePort(4566, new Set()));
  if (options.fresh) await rm(options.stateDir, { recursive: true, force: true });
  const child = await startChild({
    name: 'The emulator',
    command: options.python,
    args: [LAUNCHER],
    cwd: projectRoot,
    logFile: options.logFile,
    env: { ...childEnvironment(), ...emulatorSettings({ ...options, port, parent: process.pid }) },
  });
  return whenReady(child, port, options.logFile);
}

export interface EmulatorSettings {
  port: number;
  stateDir: string;
  keepHours?: number;
  /** The process whose end ends it as well. */
  parent: number | undefined;
  env?: Record<string, string>;
}

/** What the emulator reads, and what every function inherits from it. */
export function emulatorSettings(options: EmulatorSettings): Record<string, string> {
  return {
    ...NO_PERSONAL_AWS,
    AUTH: 'true',
    GATEWAY_PORT: String(options.port),
    BIND_HOST: '127.0.0.1',
    PERSIST_STATE: '1',
    STATE_DIR: join(options.stateDir, 'state'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(options.stateDir, 's3'),
    // Without a cap a burst starts a worker a call until the machine gives up.
    LAMBDA_ACCOUNT_CONCURRENCY: '64',
    // Listeners on fixed ports of their own that nothing here uses.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    LOG_LEVEL: 'WARNING',
    PYTHONUNBUFFERED: '1',
    FORESTALL_KEEP_HOURS: String(options.keepHours ?? 3),
    ...(options.parent === undefined ? {} : { FORESTALL_PARENT: String(options.parent) }),
    ...options.env,
  };
}

/** Waits for its health; a start that fails leaves nothing behind. */
export async function whenReady(child: Child, port: number, logFile: string): Promise<Emulator> {
  const url = `http://127.0.0.1:${port}`;
  let gone = false;
  void child.exited.then(() => {
    gone = true;
  });
  const health = await until(async () => (gone ? {} : await probeJson(`${url}/_ministack/health`)), {
    timeoutMs: READY_MS,
  });
  if (gone || health === undefined) {
    await child.stop(0);
    throw new LocalError(
      `The emulator ${gone ? 'ended at once' : `did not answer on ${url} within ${READY_MS / 1000} s`}:\n${await lastLines(logFile, 8)}`,
      `Its whole log is ${logFile}.`,
    );
  }
  let stopping = false;
  return {
    url,
    port,
    pid: child.pid,
    lost: child.exited.then(({ code, signal }) =>
      stopping ? new Promise<string>(() => {}) : `The emulator ended by itself (${signal ?? `exit code ${code}`}).`,
    ),
    stop: () => {
      stopping = true;
      return child.stop(STOP_MS);
    },
  };
}
