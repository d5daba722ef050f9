import { mkdirSync } from 'node:fs';
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { Balancer } from '../balancer/balancer.ts';
import type { FleetConfig } from '../config.ts';
import type { ToldFault } from '../faults.ts';
import { LoadGenerator } from '../load/generator.ts';
import { figuresOf, metricData } from '../metrics/figures.ts';
import { CLUSTER, type FleetService, isFleetService, SERVICE_NAMES } from '../services.ts';
import { Store } from '../store/store.ts';
import type { Registered } from './register.ts';
import { FleetServiceRunner } from './service.ts';
import type { Task } from './task.ts';

const STOP_WITHIN_MS = 6_000;

export type FleetLog = (message: string, fields?: Record<string, unknown>) => void;

/** The whole fleet on this machine: store, load balancers, services' processes and the load on them. */
export class Fleet {
  readonly services = new Map<FleetService, FleetServiceRunner>();
  readonly load: LoadGenerator;
  readonly urls: Record<FleetService, string>;
  #store: Store;

  private constructor(urls: Record<FleetService, string>, store: Store, runners: readonly FleetServiceRunner[]) {
    this.urls = urls;
    this.#store = store;
    this.load = new LoadGenerator(urls);
    for (const runner of runners) this.services.set(runner.name, runner);
  }

  /** Opens the ports and starts the processes; `ready` tells when they serve. */
  static async start(config: FleetConfig, registered: readonly Registered[], log: FleetLog): Promise<Fleet> {
    if (config.logDir) mkdirSync(config.logDir, { recursive: true });
    const store = new Store();
    const storePort = await store.listen('127.0.0.1');
    const balancers = { orders: new Balancer(), users: new Balancer(), payments: new Balancer() };
    const urls = { orders: '', users: '', payments: '' };
    for (const name of SERVICE_NAMES)
      urls[name] = `http://127.0.0.1:${await balancers[name].listen(config.ports[name])}`;
    const runners: FleetServiceRunner[] = [];
    const taken = () => runners.reduce((sum, runner) => sum + runner.placesTaken, 0);
    for (const { name, definition, minHealthyPercent, maxPercent } of registered) {
      const parts = {
        name,
        balancer: balancers[name],
        startMs: config.startSeconds * 1000,
        logDir: config.logDir,
        env: () => ({ STORE_PORT: String(storePort), USERS_URL: urls.users, PAYMENTS_URL: urls.payments }),
        places: () => config.maxTasks - taken(),
        log,
      };
      const runner = new FleetServiceRunner(parts, definition);
      runner.minHealthyPercent = minHealthyPercent;
      runner.maxPercent = maxPercent;
      runners.push(runner);
    }
    const fleet = new Fleet(urls, store, runners);
    for (const { name, desired } of registered) fleet.services.get(name)?.begin(desired);
    return fleet;
  }

  /** Every service has all its wanted tasks healthy. */
  get steady(): boolean {
    return [...this.services.values()].every(
      (runner) => runner.tasks.filter((task) => task.healthy).length === runner.desired,
    );
  }

  find(name: string): FleetServiceRunner | undefined {
    return isFleetService(name) ? this.services.get(name) : undefined;
  }

  task(id: string): { task: Task; runner: FleetServiceRunner } | undefined {
    for (const runner of this.services.values()) {
      const task = runner.tasks.find((candidate) => candidate.id === id);
      if (task) return { task, runner };
    }
    return undefined;
  }

  /** @returns how many processes carry the fault now; 0 when there was none to break */
  setFault(runner: FleetServiceRunner, fault: ToldFault): number {
    if (fault !== 'traffic-surge') return runner.setFault(fault);
    this.load.surging.add(runner.name);
    return runner.counts().running;
  }

  heal(): void {
    this.load.surging.clear();
    this.load.factor = 1;
    for (const runner of this.services.values()) runner.heal();
  }

  /** One window's figures of all services, for one call. */
  collect(at: number): MetricDatum[] {
    return [...this.services.values()].flatMap((runner) => {
      const { reports, fewestRunning } = runner.takeWindow();
      const { cpuUnits, memoryMiB } = runner.primary.definition;
      const size = { cpuShare: cpuUnits / 1024, memoryBytes: memoryMiB * 1024 * 1024 };
      const figures = figuresOf(runner.balancer.traffic.take(), reports, size, fewestRunning);
      return metricData(figures, { cluster: CLUSTER, service: runner.name }, at);
    });
  }

  async stop(): Promise<void> {
    this.load.stop();
    const runners = [...this.services.values()];
    await Promise.all(runners.map((runner) => runner.close(STOP_WITHIN_MS)));
    for (const runner of runners) runner.balancer.close();
    this.#store.close();
  }
}
