import { TrafficWindow } from '../metrics/traffic.ts';
import type { Honoured } from './honoured.ts';
import type { TaskReport } from './messages.ts';
import type { ConnectionPool } from './pool.ts';

/** Measures this very process: CPU, memory, requests, pool. */
export class Reporter {
  readonly traffic = new TrafficWindow();
  #pool: ConnectionPool;
  #honoured: Honoured;
  #requests = 0;
  #errors = 0;
  #cpu = process.cpuUsage();
  #at = performance.now();

  constructor(pool: ConnectionPool, honoured: Honoured) {
    this.#pool = pool;
    this.#honoured = honoured;
  }

  served(latencyMs: number, ok: boolean): void {
    this.#requests += 1;
    if (!ok) this.#errors += 1;
    if (!process.send) this.traffic.record(latencyMs, ok);
  }

  /** What happened since the last call. */
  take(): TaskReport {
    const now = performance.now();
    const spent = process.cpuUsage(this.#cpu);
    const report: TaskReport = {
      kind: 'report',
      seconds: (now - this.#at) / 1000,
      cpuMs: (spent.user + spent.system) / 1000,
      rssBytes: process.memoryUsage.rss(),
      requests: this.#requests,
      errors: this.#errors,
      poolInUse: this.#pool.takeMeanInUse(),
      poolSize: this.#pool.size,
      ...this.#honoured.take(),
    };
    this.#cpu = process.cpuUsage();
    this.#at = now;
    this.#requests = this.#errors = 0;
    return report;
  }

  everySecond(tell: (report: TaskReport) => void): void {
    setInterval(() => tell(this.take()), 1_000);
  }
}
