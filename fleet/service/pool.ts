import type { Connection } from './connection.ts';

export class PoolExhausted extends Error {
  override name = 'PoolExhausted';
}

export interface PoolOptions {
  size: number;
  acquireTimeoutMs: number;
  open: () => Promise<Connection>;
  now?: () => number;
}

interface Waiter {
  serve(connection: Promise<Connection>): void;
}

/** A bounded pool of kept connections. Who finds none waits his turn, and is refused after a while. */
export class ConnectionPool {
  readonly size: number;
  #options: PoolOptions;
  #idle: Connection[] = [];
  #inUse = 0;
  #waiters: Waiter[] = [];
  #now: () => number;
  #since: number;
  #busyTime = 0;
  #changedAt: number;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.size = options.size;
    this.#now = options.now ?? (() => performance.now());
    this.#since = this.#changedAt = this.#now();
  }

  get inUse(): number {
    return this.#inUse;
  }

  /** @returns a connection that the caller must hand back with `release` */
  async acquire(): Promise<Connection> {
    if (this.#inUse < this.size) return this.#take();
    return new Promise<Connection>((resolve, reject) => {
      const { acquireTimeoutMs } = this.#options;
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(new PoolExhausted(`none of ${this.size} connections came free within ${acquireTimeoutMs} ms`));
      }, acquireTimeoutMs);
      const waiter: Waiter = {
        serve: (connection) => {
          clearTimeout(timer);
          resolve(connection);
        },
      };
      this.#waiters.push(waiter);
    });
  }

  release(connection: Connection): void {
    this.#count(-1);
    if (!connection.broken) this.#idle.push(connection);
    this.#waiters.shift()?.serve(this.#take());
  }

  /** Mean number of connections in use since the last call. */
  takeMeanInUse(): number {
    this.#count(0);
    const span = this.#changedAt - this.#since;
    const mean = span > 0 ? this.#busyTime / span : this.#inUse;
    this.#busyTime = 0;
    this.#since = this.#changedAt;
    return mean;
  }

  close(): void {
    for (const connection of this.#idle) connection.close();
    this.#idle = [];
  }

  async #take(): Promise<Connection> {
    this.#count(1);
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) if (!kept.broken) return kept;
    try {
      return await this.#options.open();
    } catch (error) {
      this.#count(-1);
      this.#waiters.shift()?.serve(this.#take());
      throw error;
    }
  }

  #count(change: number): void {
    const now = this.#now();
    this.#busyTime += this.#inUse * (now - this.#changedAt);
    this.#changedAt = now;
    this.#inUse += change;
  }
}
