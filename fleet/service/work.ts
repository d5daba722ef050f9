import { setTimeout as sleep } from 'node:timers/promises';
import { WORK } from '../services.ts';
import { Ailments } from './ailments.ts';
import { call } from './call.ts';
import { openConnection } from './connection.ts';
import { CpuQuota } from './cpu.ts';
import { Honoured } from './honoured.ts';
import { ConnectionPool } from './pool.ts';
import type { TaskSettings } from './settings.ts';

const POOL_SIZE = 16;
const ACQUIRE_TIMEOUT_MS = 1_500;
const STORE_TIMEOUT_MS = 2_000;
const CALL_TIMEOUT_MS = 4_000;
/** How long what a service itself calls makes it wait while that is slow. */
const SLOW_DEPENDENCY_MS = 900;

/** What the caller is told; `degraded` names what an order was made without. */
export interface Served {
  item: number;
  cents: number;
  degraded?: string[];
}

/** What a request of this service does: reads the store, prices, computes, calls the others, writes its journal. */
export class Work {
  readonly ailments = new Ailments();
  readonly honoured = new Honoured();
  readonly pool: ConnectionPool;
  burn: boolean;
  slow = false;
  #cpu: CpuQuota;
  #settings: TaskSettings;

  constructor(settings: TaskSettings) {
    this.#settings = settings;
    this.burn = settings.burn;
    this.#cpu = new CpuQuota(settings.cpuShare);
    this.pool = new ConnectionPool({
      size: POOL_SIZE,
      acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
      open: () => openConnection(settings.store, STORE_TIMEOUT_MS),
    });
  }

  /** @param item which article or person is meant
   *  @returns what the caller is told */
  async serve(item: number, signal: AbortSignal): Promise<Served> {
    const cents = await this.#readAndCompute(item, signal);
    this.ailments.afterRequest();
    if (this.slow) await sleep(SLOW_DEPENDENCY_MS);
    const without = this.#settings.service === 'orders' ? await this.#callOthers(item) : [];
    await this.ailments.journal.write();
    return { item, cents, ...(without.length > 0 ? { degraded: without } : {}) };
  }

  heal(): void {
    this.burn = false;
    this.slow = false;
    for (const connection of this.ailments.heal()) this.pool.release(connection);
    globalThis.gc?.();
  }

  async #readAndCompute(item: number, signal: AbortSignal): Promise<number> {
    const connection = await this.pool.acquire();
    let kept = false;
    try {
      await connection.ask(`GET ${item}`, STORE_TIMEOUT_MS);
      kept = this.ailments.keeps(connection);
      const { restMs, burnMs } = WORK[this.#settings.service];
      await this.#cpu.spend(this.burn ? restMs + burnMs : restMs, signal);
      return this.ailments.cache.price(item);
    } finally {
      if (!kept) this.pool.release(connection);
    }
  }

  /** Calls those towards which no breaker is open. @returns the others: what is done without them */
  async #callOthers(item: number): Promise<string[]> {
    const { usersUrl, paymentsUrl } = this.#settings;
    const calls = [
      { to: 'users', method: 'GET', url: `${usersUrl}/users/${item}` },
      { to: 'payments', method: 'POST', url: `${paymentsUrl}/payments/${item}` },
    ] as const;
    const open = calls.filter(({ to }) => this.honoured.skips(to));
    const made = calls.filter((each) => !open.includes(each));
    await Promise.all(made.map(({ method, url }) => call(method, url, CALL_TIMEOUT_MS)));
    return open.map(({ to }) => to);
  }
}
