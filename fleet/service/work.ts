import { WORK } from '../services.ts';
import { Ailments } from './ailments.ts';
import { call } from './call.ts';
import { openConnection } from './connection.ts';
import { CpuQuota } from './cpu.ts';
import { ConnectionPool } from './pool.ts';
import type { TaskSettings } from './settings.ts';

const POOL_SIZE = 16;
const ACQUIRE_TIMEOUT_MS = 1_500;
const STORE_TIMEOUT_MS = 2_000;
const CALL_TIMEOUT_MS = 4_000;

/** What a request of this service does: reads the store, prices, computes, calls the others, writes its journal. */
export class Work {
  readonly ailments = new Ailments();
  readonly pool: ConnectionPool;
  burn: boolean;
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
  async serve(item: number, signal: AbortSignal): Promise<{ item: number; cents: number }> {
    const cents = await this.#readAndCompute(item, signal);
    this.ailments.afterRequest();
    if (this.#settings.service === 'orders') await this.#callOthers(item);
    await this.ailments.journal.write();
    return { item, cents };
  }

  heal(): void {
    this.burn = false;
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

  async #callOthers(item: number): Promise<void> {
    const { usersUrl, paymentsUrl } = this.#settings;
    await Promise.all([
      call('GET', `${usersUrl}/users/${item}`, CALL_TIMEOUT_MS),
      call('POST', `${paymentsUrl}/payments/${item}`, CALL_TIMEOUT_MS),
    ]);
  }
}
