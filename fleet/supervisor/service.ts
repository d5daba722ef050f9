import type { Balancer } from '../balancer/balancer.ts';
import type { ToldFault } from '../faults.ts';
import { isProcessFault } from '../faults.ts';
import type { FlagsHeard } from '../flags/flags.ts';
import type { TaskReport } from '../service/messages.ts';
import type { FleetService } from '../services.ts';
import type { TaskDefinition } from './definition.ts';
import { type Decision, decide, pauseAfterFailures } from './deployment.ts';
import { type Deployment, Events, newDeployment } from './history.ts';
import { type StopReason, Task } from './task.ts';

const STOPPED_KEPT_MS = 3_600_000;
const RELEASES_KEPT = 100;

export interface ServiceParts {
  name: FleetService;
  balancer: Balancer;
  startMs: number;
  logDir: string | undefined;
  /** what each process is told beside its size */
  env: () => Record<string, string>;
  /** how many more tasks the machine can hold */
  places: () => number;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** One service of the fleet: keeps as many real processes as are wanted, and remembers what became of them. */
export class FleetServiceRunner {
  readonly name: FleetService;
  readonly balancer: Balancer;
  readonly events: Events;
  tasks: Task[] = [];
  deployments: Deployment[] = [];
  /** every deployment that was ever asked for, newest first */
  releases: readonly Deployment[] = [];
  desired = 0;
  minHealthyPercent = 100;
  maxPercent = 200;
  burning = false;
  /** what it itself calls outside the fleet answers slowly */
  slow = false;
  flags: FlagsHeard = {};
  #parts: ServiceParts;
  #primary: Deployment;
  #failures = 0;
  #retryAt = 0;
  #retry: NodeJS.Timeout | undefined;
  #closing = false;
  #fewestRunning = 0;
  #reports: TaskReport[] = [];

  constructor(parts: ServiceParts, definition: TaskDefinition) {
    this.#parts = parts;
    this.name = parts.name;
    this.balancer = parts.balancer;
    this.events = new Events(parts.name);
    this.#primary = newDeployment(definition, 0);
    this.deployments = [this.#primary];
    this.releases = this.deployments;
  }

  get primary(): Deployment {
    return this.#primary;
  }

  /** Starts the first tasks without the wait for a place: the installation's start is not a deployment. */
  begin(desired: number): void {
    this.desired = this.#primary.desired = desired;
    this.#reconcile(0);
  }

  setDesired(desired: number): void {
    if (desired === this.desired) return;
    this.desired = this.#primary.desired = desired;
    this.#primary.updatedAt = Date.now();
    this.#retryAt = 0;
    this.reconcile();
  }

  /** Replaces every task, new before old. */
  deploy(definition: TaskDefinition): void {
    for (const deployment of this.deployments) deployment.status = 'ACTIVE';
    this.#primary = newDeployment(definition, this.desired);
    this.deployments.unshift(this.#primary);
    this.releases = [this.#primary, ...this.releases].slice(0, RELEASES_KEPT);
    this.#failures = 0;
    this.#retryAt = 0;
    this.reconcile();
  }

  stopTask(task: Task, stop: StopReason): void {
    void task.leave(stop);
  }

  counts(deployment?: string): { running: number; pending: number } {
    const mine = this.tasks.filter((task) => deployment === undefined || task.deployment === deployment);
    return {
      running: mine.filter((task) => task.phase === 'running').length,
      pending: mine.filter((task) => task.phase === 'provisioning' || task.phase === 'pending').length,
    };
  }

  /** Tasks that hold a place on the machine. */
  get placesTaken(): number {
    return this.tasks.filter((task) => task.phase !== 'stopped').length;
  }

  /** @returns how many processes were told; the load's own fault is not for a service */
  setFault(fault: Exclude<ToldFault, 'traffic-surge'>): number {
    const running = this.tasks.filter((task) => task.phase === 'running');
    if (fault === 'cpu-burn') this.burn(true);
    else if (fault === 'slow-dependency') this.slowDown(true);
    else {
      for (const task of running) {
        if (isProcessFault(fault)) task.faults.add(fault);
        task.tell({ kind: 'fault', fault });
      }
    }
    return running.length;
  }

  heal(): void {
    this.burn(false);
    this.slowDown(false);
    for (const task of this.tasks) {
      task.faults.clear();
      task.tell({ kind: 'heal' });
    }
  }

  burn(on: boolean): void {
    this.burning = on;
    for (const task of this.tasks) task.tell({ kind: 'burn', on });
  }

  slowDown(on: boolean): void {
    this.slow = on;
    for (const task of this.tasks) task.tell({ kind: 'slow', on });
  }

  /** Tells the tasks what AppConfig says to them; on Fargate each asks itself. */
  tellFlags(flags: FlagsHeard): void {
    this.flags = flags;
    for (const task of this.tasks) task.tell({ kind: 'flags', flags });
  }

  /** The reports since the last call, and the fewest tasks that served at any moment since. */
  takeWindow(): { reports: TaskReport[]; fewestRunning: number } {
    const window = { reports: this.#reports, fewestRunning: this.#fewestRunning };
    this.#reports = [];
    this.#fewestRunning = this.#serving();
    return window;
  }

  /** Stops every task; resolves when no process is left. */
  async close(withinMs: number): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    const until = Date.now() + withinMs;
    for (const task of this.tasks)
      void task.leave({ code: 'ServiceSchedulerInitiated', reason: 'the fleet is stopping' });
    while (this.placesTaken > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const task of this.tasks) if (task.phase !== 'stopped') task.kill();
  }

  reconcile(): void {
    this.#reconcile(this.#parts.startMs);
  }

  #reconcile(startMs: number): void {
    if (this.#closing) return;
    this.tasks = this.tasks.filter((task) => Date.now() - (task.stoppedAt ?? Date.now()) < STOPPED_KEPT_MS);
    const view = {
      desired: this.desired,
      primary: this.#primary.id,
      inProgress: this.#primary.rolloutState === 'IN_PROGRESS',
      tasks: this.tasks,
      minHealthyPercent: this.minHealthyPercent,
      maxPercent: this.maxPercent,
      places: this.#parts.places(),
      heldBack: Date.now() < this.#retryAt,
    };
    for (const decision of decide(view)) this.#carryOut(decision, startMs);
    if (view.places <= 0 && this.counts().running + this.counts().pending < this.desired) this.events.noCapacity();
  }

  #carryOut(decision: Decision, startMs: number): void {
    if (decision.kind === 'start') {
      for (let left = decision.count; left > 0; left -= 1) this.#start(startMs);
      this.events.tell(`has started ${decision.count} tasks.`);
    } else if (decision.kind === 'complete') {
      this.deployments = [this.#primary];
      this.#primary.rolloutState = 'COMPLETED';
      this.#primary.updatedAt = Date.now();
      this.events.tell(`(deployment ${this.#primary.id}) deployment completed.`);
      this.events.tell('has reached a steady state.');
    } else {
      const task = this.tasks.find((candidate) => candidate.id === decision.task);
      const deployment = task?.deployment ?? '';
      const reason =
        decision.cause === 'replaced'
          ? `Scaling activity initiated by (deployment ${this.#primary.id})`
          : `Scaling activity initiated by (deployment ${deployment})`;
      if (task) void task.leave({ code: 'ServiceSchedulerInitiated', reason });
      this.events.tell('has stopped 1 running tasks.');
    }
  }

  #start(startMs: number): void {
    const start = {
      service: this.name,
      deployment: this.#primary.id,
      definition: this.#primary.definition,
      startMs,
      logDir: this.#parts.logDir,
      env: { ...this.#parts.env(), ...(this.burning ? { CPU_BURN: 'true' } : {}) },
    };
    this.tasks.push(
      new Task(start, {
        healthy: (task) => this.#healthy(task),
        deregister: (task) => this.balancer.remove(task.id),
        changed: (task) => this.#changed(task),
        reported: (task, report) => this.#reported(task, report),
      }),
    );
  }

  #healthy(task: Task): void {
    // Before its first request, and the burn may have been switched while this process was starting with what held then.
    task.tell({ kind: 'burn', on: this.burning });
    task.tell({ kind: 'slow', on: this.slow });
    task.tell({ kind: 'flags', flags: this.flags });
    if (task.port !== undefined) this.balancer.add({ id: task.id, port: task.port });
    this.#failures = 0;
  }

  #changed(task: Task): void {
    this.#fewestRunning = Math.min(this.#fewestRunning, this.#serving());
    if (task.health === 'UNHEALTHY' && task.phase === 'running') {
      this.events.tell(`(task ${task.id}) is unhealthy in the load balancer due to (reason Health checks failed).`);
      void task.leave({ code: 'ServiceSchedulerInitiated', reason: 'Task failed container health checks' });
      return;
    }
    if (task.phase === 'stopped') this.#stopped(task);
    // Later, never inside the change of a task that `decide` may want to look at whole.
    setImmediate(() => this.reconcile());
  }

  #stopped(task: Task): void {
    const { exitCode, containerReason, stop } = task;
    this.#parts.log('task stopped', { service: this.name, task: task.id, stop, exitCode, containerReason });
    if (this.#closing || task.everHealthy || stop?.code === 'ServiceSchedulerInitiated') return;
    const deployment = this.deployments.find((candidate) => candidate.id === task.deployment);
    if (deployment) deployment.failedTasks += 1;
    this.#failures += 1;
    const pause = pauseAfterFailures(this.#failures);
    if (pause === 0) return;
    this.events.tell('is unable to consistently start tasks successfully.');
    this.#retryAt = Date.now() + pause;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.reconcile(), pause + 1);
  }

  #reported(task: Task, report: TaskReport): void {
    if (task.phase !== 'running') return;
    this.#reports.push(report);
    if (report.rssBytes > task.definition.memoryMiB * 1024 * 1024) {
      this.events.tell(`(task ${task.id}) used more memory than it declares and is killed.`);
      task.killForMemory();
    }
  }

  #serving(): number {
    return this.tasks.filter((task) => task.phase === 'running').length;
  }
}
