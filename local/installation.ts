import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { choosePorts, type WantedPorts } from './choosePorts.ts';
import { ecsClient, readAdminKey, wake } from './clients.ts';
import { deploy } from './deploy.ts';
import type { Emulator } from './emulator/emulator.ts';
import { chooseEmulator, type Source } from './emulator/obtain.ts';
import type { Environment } from './environment.ts';
import { LocalError } from './errors.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Front, startFront } from './front/front.ts';
import type { Outputs } from './outputs.ts';
import { bornAt } from './owner.ts';
import { type Part, stopAll, together } from './parts.ts';
import { defaultStateDir, defaultVenvDir, pathsIn } from './paths.ts';
import { nextFreePort } from './ports.ts';
import { startStandIns } from './standIns/standIns.ts';
import { type LocalState, type Ports, readLocalState, writeLocalState } from './state.ts';
import { type OnStep, step } from './steps.ts';

export interface InstallationOptions extends WantedPorts {
  /** Everything this installation keeps; a folder of its own lets several run side by side. */
  stateDir?: string;
  /** The emulator's virtual environment; shared by all installations of a checkout. */
  venvDir?: string;
  /** Whether the demo fleet runs too. */
  fleet: boolean;
  fleetEnv?: Record<string, string>;
  /** Added to the environment of every function, such as AWS_ENDPOINT_URL_ECS of a test's own double. */
  functionEnv?: Record<string, string>;
  /** Forget what an earlier run kept. */
  fresh?: boolean;
  /** The folder of `cdk.json`, for a test with an app of its own. */
  appDir?: string;
  /** CDK context besides `local=true`. */
  context?: Readonly<Record<string, string>>;
  env?: Environment;
  onStep?: OnStep;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

export interface Installation {
  readonly state: LocalState;
  readonly outputs: Outputs;
  readonly emulator: Emulator;
  readonly fleet: Fleet | undefined;
  /** Settles with a sentence when a part ends without having been told to. */
  readonly lost: Promise<string>;
  /** Ends all that was started, and keeps the state. */
  stop(): Promise<void>;
}

interface Start extends InstallationOptions {
  paths: ReturnType<typeof pathsIn>;
  ports: Ports;
  env: Environment;
  onStep: OnStep;
  started: Part[];
}

/** Starts emulator, app, fleet and front, and writes `local.json`. When a part fails, what was started is stopped. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const paths = pathsIn(options.stateDir ?? defaultStateDir);
  await mkdir(paths.logs, { recursive: true, mode: 0o700 });
  const ports = await choosePorts(options, (await readLocalState(paths.localFile))?.ports);
  const started: Part[] = [];
  const run = { env: process.env, onStep: () => {}, ...options, paths, ports, started };
  try {
    return await startParts(run);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function startParts(run: Start): Promise<Installation> {
  const source = await step(
    'install',
    run.onStep,
    (progress) => chooseEmulator(run.venvDir ?? defaultVenvDir, run.env, progress, run.signal),
    ({ how }) => how,
  );
  run.signal?.throwIfAborted();
  const emulator = await beginEmulator(run, source);
  // The fleet needs only the emulator, and its tasks take as long to become healthy as the deploy takes.
  const [outputs, fleet] = await together(
    run.signal,
    (signal) => beginDeploy(run, source, emulator, signal),
    (signal) => beginFleet(run, emulator, signal),
  );
  if (fleet) await wake(emulator.url, outputs.get('PlanFunctionName')); // a newcomer need not wait for the first minute
  const front = await beginFront(run, emulator, outputs);
  const state = await describe(run, { emulator, fleet, front, outputs });
  await writeLocalState(run.paths.localFile, state);
  return {
    state,
    outputs,
    emulator,
    fleet,
    lost: Promise.race([emulator.lost, ...(fleet ? [fleet.lost] : [])]),
    stop: async () => {
      await stopAll(run.started);
      await writeLocalState(run.paths.localFile, { ...state, pids: {}, processes: [] });
    },
  };
}

function beginEmulator(run: Start, source: Source): Promise<Emulator> {
  return step(
    'emulator',
    run.onStep,
    async () => {
      const emulator = await source.start({
        port: run.ports.emulator,
        stateDir: run.paths.emulator,
        logFile: join(run.paths.logs, 'emulator.log'),
        fresh: run.fresh ?? false,
        env: {
          ...(run.fleet ? { AWS_ENDPOINT_URL_ECS: ecsUrl(run.ports) } : {}),
          AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: urlOf(run.ports.standIns),
          AWS_ENDPOINT_URL_SSM: urlOf(run.ports.standIns),
          ...run.functionEnv,
        },
      });
      run.started.push(emulator);
      const ecs = ecsClient(run.fleet ? ecsUrl(run.ports) : emulator.url);
      run.started.push(await startStandIns({ port: run.ports.standIns, ecs }));
      return emulator;
    },
    ({ url }) => url,
  );
}

function beginDeploy(run: Start, source: Source, emulator: Emulator, signal: AbortSignal): Promise<Outputs> {
  // Functions inherit from an emulator that we start where the fleet's ECS and the stand-ins are; another's are told by the app.
  const told: Record<string, string> =
    source.kind === 'endpoint'
      ? {
          ...(run.fleet ? { ecsEndpoint: ecsUrl(run.ports) } : {}),
          standInsEndpoint: urlOf(run.ports.standIns),
        }
      : {};
  return step(
    'deploy',
    run.onStep,
    (onProgress) =>
      deploy({
        emulatorUrl: emulator.url,
        assembly: run.paths.assembly,
        outputsFile: run.paths.outputsFile,
        logFile: join(run.paths.logs, 'deploy.log'),
        emulatorLog: join(run.paths.logs, 'emulator.log'),
        appDir: run.appDir,
        context: { ...told, ...run.context },
        env: run.env,
        onProgress,
        signal,
      }),
    () => 'the stacks are up to date',
  );
}

async function beginFleet(run: Start, emulator: Emulator, signal: AbortSignal): Promise<Fleet | undefined> {
  if (!run.fleet) return undefined;
  return step(
    'fleet',
    run.onStep,
    async () => {
      const fleet = await startFleet({
        emulatorUrl: emulator.url,
        ports: run.ports,
        logDir: run.paths.logs,
        env: run.fleetEnv,
        signal,
      });
      run.started.push(fleet);
      return fleet;
    },
    ({ services }) => `${Object.keys(services).join(', ')} are healthy`,
  );
}

function beginFront(run: Start, emulator: Emulator, outputs: Outputs): Promise<Front> {
  return step(
    'front',
    run.onStep,
    async () => {
      const front = await startOnPort(run, (port) =>
        startFront({
          port,
          emulatorUrl: emulator.url,
          apiId: outputs.get('ApiId'),
          webSocketApiId: outputs.get('WebSocketApiId'),
        }),
      );
      run.started.push(front);
      return front;
    },
    ({ url }) => url,
  );
}

/** The port was free when the start began; if somebody took it since, the next free one does, unless it was asked for. */
async function startOnPort(run: Start, start: (port: number) => Promise<Front>): Promise<Front> {
  try {
    return await start(run.ports.front);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (run.frontPort !== undefined) {
      throw new LocalError(`Port ${run.frontPort} was taken meanwhile.`, 'Free it, or start without --port.');
    }
    run.ports.front = await nextFreePort(run.ports.front + 1, new Set());
    return start(run.ports.front);
  }
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
const ecsUrl = (ports: Ports): string => urlOf(ports.ecs);

interface Parts {
  emulator: Emulator;
  fleet: Fleet | undefined;
  front: Front;
  outputs: Outputs;
}

async function describe(run: Start, { emulator, fleet, front, outputs }: Parts): Promise<LocalState> {
  const children = [emulator.pid, fleet?.pid].filter((pid) => pid !== undefined);
  const processes = await Promise.all(
    [process.pid, ...children].map(async (pid) => ({ pid, born: (await bornAt(pid)) ?? '' })),
  );
  return {
    api_url: front.url,
    websocket_url: `${front.url.replace(/^http/, 'ws')}/stream/anomalies`,
    dashboard_url: `${front.url}/`,
    admin_key: await readAdminKey(emulator.url, outputs.get('AdminKeySecret')),
    emulator_url: emulator.url,
    ecs_url: fleet?.ecsUrl ?? null,
    fleet_control_url: fleet?.controlUrl ?? null,
    fleet_services: { ...fleet?.services },
    ports: run.ports,
    pids: { owner: process.pid, emulator: emulator.pid, fleet: fleet?.pid },
    processes,
  };
}
