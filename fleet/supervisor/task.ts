import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessFault } from '../faults.ts';
import { isFromTask, type TaskReport, type ToTask } from '../service/messages.ts';
import type { TaskDefinition } from './definition.ts';
import type { Phase, TaskView } from './deployment.ts';
import { type Health, HealthCheck } from './health.ts';

const PROGRAM = fileURLToPath(new URL('../service/main.ts', import.meta.url));
/** From the process's start until two health checks have passed. */
const OWN_START_MS = 1_500;
const LISTEN_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 10_000;
const DEREGISTRATION_MS = 5_000;

export type StopCode = 'EssentialContainerExited' | 'ServiceSchedulerInitiated' | 'UserInitiated' | 'TaskFailedToStart';
export interface StopReason {
  code: StopCode;
  reason: string;
}

/** What happens around a task: the service that owns it listens. */
export interface TaskSurroundings {
  /** The task passes its health checks and may be sent requests. */
  healthy(task: Task): void;
  /** Its last requests; resolves when they are answered. */
  deregister(task: Task): Promise<void>;
  changed(task: Task): void;
  reported(task: Task, report: TaskReport): void;
}

export interface TaskStart {
  service: string;
  deployment: string;
  definition: TaskDefinition;
  /** how long such a task takes from nothing to healthy */
  startMs: number;
  env: Record<string, string>;
  logDir: string | undefined;
}

/** One real process that stands for one task, from its place being made until it is gone. Times in epoch ms. */
export class Task implements TaskView {
  readonly id = randomBytes(16).toString('hex');
  readonly createdAt = Date.now();
  readonly deployment: string;
  readonly definition: TaskDefinition;
  readonly service: string;
  readonly faults = new Set<ProcessFault>();
  phase: Phase = 'provisioning';
  health: Health = 'UNKNOWN';
  everHealthy = false;
  port: number | undefined;
  startedAt: number | undefined;
  stoppingAt: number | undefined;
  stoppedAt: number | undefined;
  stop: StopReason | undefined;
  exitCode: number | undefined;
  containerReason: string | undefined;
  lastReport: TaskReport | undefined;
  #start: TaskStart;
  #around: TaskSurroundings;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #check: HealthCheck | undefined;

  constructor(start: TaskStart, around: TaskSurroundings) {
    this.#start = start;
    this.#around = around;
    this.service = start.service;
    this.deployment = start.deployment;
    this.definition = start.definition;
    this.#timer = setTimeout(() => this.#spawn(), Math.max(0, start.startMs - OWN_START_MS));
  }

  get healthy(): boolean {
    return this.phase === 'running' && this.health === 'HEALTHY';
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  tell(message: ToTask): void {
    if (this.#child?.connected) this.#child.send(message);
  }

  /** Drains the task and stops its process; kills it when it does not go. */
  async leave(stop: StopReason): Promise<void> {
    if (this.phase === 'stopping' || this.phase === 'stopped') return;
    this.stop = stop;
    this.stoppingAt = Date.now();
    this.phase = 'stopping';
    clearTimeout(this.#timer);
    this.#check?.stop();
    this.#around.changed(this);
    if (!this.#child) return this.#ended(undefined);
    await Promise.race([this.#around.deregister(this), after(DEREGISTRATION_MS)]);
    this.#child.kill('SIGTERM');
    this.#timer = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_TIMEOUT_MS);
  }

  /** What the kernel does to a container over its limit. */
  killForMemory(): void {
    this.containerReason = 'OutOfMemoryError: Container killed due to memory usage';
    this.#child?.kill('SIGKILL');
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #spawn(): void {
    this.phase = 'pending';
    const { logDir, service, definition, env } = this.#start;
    const output = logDir ? openSync(join(logDir, `${service}-${this.id.slice(0, 8)}.log`), 'a') : 'ignore';
    const child = fork(PROGRAM, [], {
      execArgv: ['--expose-gc', '--max-semi-space-size=4'],
      env: {
        ...definition.environment,
        ...env,
        PATH: process.env.PATH,
        SERVICE_NAME: service,
        TASK_CPU_UNITS: String(definition.cpuUnits),
        TASK_MEMORY_MIB: String(definition.memoryMiB),
      },
      stdio: ['ignore', output, output, 'ipc'],
    });
    if (typeof output === 'number') closeSync(output);
    this.#child = child;
    this.#timer = setTimeout(() => this.#neverListened(), LISTEN_TIMEOUT_MS);
    child.on('message', (message) => this.#heard(message));
    child.on('error', (error) => this.#failed(error));
    child.on('exit', (code, signal) => this.#ended(code ?? (signal ? 128 + constants.signals[signal] : undefined)));
    this.#around.changed(this);
  }

  #heard(message: unknown): void {
    if (!isFromTask(message)) return;
    if (message.kind === 'listening') this.#listening(message.port);
    else {
      this.lastReport = message;
      this.#around.reported(this, message);
    }
  }

  #listening(port: number): void {
    if (this.phase !== 'pending') return;
    clearTimeout(this.#timer);
    this.port = port;
    this.phase = 'running';
    this.startedAt = Date.now();
    this.#check = new HealthCheck(port, (health) => {
      this.health = health;
      if (health === 'HEALTHY' && this.phase === 'running') {
        this.everHealthy = true;
        this.#around.healthy(this);
      }
      this.#around.changed(this);
    });
    this.#around.changed(this);
  }

  #neverListened(): void {
    this.stop ??= { code: 'TaskFailedToStart', reason: 'the container did not listen in time' };
    this.#child?.kill('SIGKILL');
  }

  #failed(error: Error): void {
    this.stop ??= { code: 'TaskFailedToStart', reason: error.message };
    this.containerReason ??= error.message;
    if (this.#child?.pid === undefined) this.#ended(undefined);
  }

  #ended(exitCode: number | undefined): void {
    if (this.phase === 'stopped') return;
    clearTimeout(this.#timer);
    this.#check?.stop();
    void this.#around.deregister(this);
    this.stop ??= { code: 'EssentialContainerExited', reason: 'Essential container in task exited' };
    this.exitCode = exitCode;
    this.stoppingAt ??= Date.now();
    this.stoppedAt = Date.now();
    this.phase = 'stopped';
    this.faults.clear();
    this.#around.changed(this);
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
