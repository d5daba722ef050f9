import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { type Child, startChild } from './child.ts';
import { childEnvironment, emulatorCredentials } from './environment.ts';
import { LocalError } from './errors.ts';
import { lastLines } from './log.ts';
import { projectRoot } from './paths.ts';
import { firstWithin } from './waiting.ts';

const READY_MS = 120_000;
// Tasks drain before they go.
const STOP_MS = 15_000;

const Ready = z.object({
  ready: z.literal(true),
  ecs_url: z.string(),
  control_url: z.string(),
  services: z.record(z.string(), z.string()),
});

export interface FleetOptions {
  emulatorUrl: string;
  ports: { ecs: number; control: number; orders: number; users: number; payments: number };
  logDir: string;
  /** More of the fleet's settings, such as FLEET_START_SECONDS. */
  env?: Record<string, string>;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

export interface Fleet {
  readonly pid: number;
  readonly ecsUrl: string;
  readonly controlUrl: string;
  readonly services: Readonly<Record<string, string>>;
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the demo fleet and waits until its services are healthy. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const logFile = join(options.logDir, 'fleet.log');
  const child = await startChild({
    name: 'The demo fleet',
    command: process.execPath,
    args: [join(projectRoot, 'fleet', 'main.ts')],
    cwd: projectRoot,
    logFile,
    readStdout: true,
    env: {
      ...childEnvironment(),
      ...emulatorCredentials(options.emulatorUrl),
      FLEET_ECS_PORT: String(options.ports.ecs),
      FLEET_CONTROL_PORT: String(options.ports.control),
      FLEET_ORDERS_PORT: String(options.ports.orders),
      FLEET_USERS_PORT: String(options.ports.users),
      FLEET_PAYMENTS_PORT: String(options.ports.payments),
      FLEET_LOG_DIR: options.logDir,
      FLEET_PARENT: String(process.pid),
      ...options.env,
    },
  });
  const abort = () => void child.stop(2_000);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const ready = await readyLine(child, logFile);
    let stopping = false;
    return {
      pid: child.pid,
      ecsUrl: ready.ecs_url,
      controlUrl: ready.control_url,
      services: ready.services,
      lost: child.exited.then(({ code, signal }) =>
        stopping ? new Promise<string>(() => {}) : `The demo fleet ended by itself (${signal ?? `exit code ${code}`}).`,
      ),
      stop: () => {
        stopping = true;
        return child.stop(STOP_MS);
      },
    };
  } catch (error) {
    await child.stop(2_000);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** The fleet's first JSON line with `ready`; everything it prints goes to its log. */
async function readyLine(child: Child, logFile: string): Promise<z.infer<typeof Ready>> {
  const found = Promise.withResolvers<z.infer<typeof Ready>>();
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      appendFileSync(logFile, `${line}\n`);
      const ready = Ready.safeParse(jsonOf(line));
      if (ready.success) found.resolve(ready.data);
    });
  }
  const ended = child.exited.then(() => 'ended before it was ready');
  const outcome =
    (await firstWithin(Promise.race([found.promise, ended]), READY_MS)) ?? `was not ready within ${READY_MS / 1000} s`;
  if (typeof outcome !== 'string') return outcome;
  throw new LocalError(
    `The demo fleet ${outcome}:\n${await lastLines(logFile, 8)}`,
    `Its whole log is ${logFile}; npm start -- --no-fleet starts without it.`,
  );
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // an ordinary line of its log
  }
}
