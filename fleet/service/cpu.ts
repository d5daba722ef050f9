import { createHash } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

const PERIOD_MS = 100;
const SLICE_MS = 1;

/** What the quota needs to know of the machine; tests bring their own. All in milliseconds. */
export interface CpuMeter {
  now(): number;
  /** CPU time the whole process has used. */
  used(): number;
  /** Works for about `ms` of CPU time, without yielding. */
  work(ms: number): void;
  wait(ms: number): Promise<unknown>;
}

/** Holds a task to its declared CPU, as the kernel's quota holds a container: each 100 ms it may use its share of
 *  them, then its requests wait for the next period. What it used too much is taken off the next period. */
export class CpuQuota {
  #meter: CpuMeter;
  #perPeriod: number;
  #balance: number;
  #periodStart: number;
  #usedBefore: number;
  #line: Promise<void> = Promise.resolve();

  /** @param share of one core, e.g. 0.25 */
  constructor(share: number, meter: CpuMeter = thisProcess) {
    this.#meter = meter;
    this.#perPeriod = share * PERIOD_MS;
    this.#balance = this.#perPeriod;
    this.#periodStart = meter.now();
    this.#usedBefore = meter.used();
  }

  /** Does `ms` of real CPU work, in slices, so that requests share the processor fairly. */
  async spend(ms: number, signal?: AbortSignal): Promise<void> {
    for (let left = ms; left > 0; left -= SLICE_MS) {
      await this.#slice(Math.min(left, SLICE_MS), signal);
    }
  }

  /** One slice of anybody's a turn of the event loop: between two of them a health check is answered, however many
   *  requests are waiting. Who has had a slice goes to the end of the line. */
  async #slice(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const before = this.#line;
    const turn = Promise.withResolvers<void>();
    this.#line = turn.promise;
    await before;
    try {
      signal?.throwIfAborted();
      await nextTurn();
      while (!this.#mayRun()) {
        const untilNext = this.#periodStart + PERIOD_MS - this.#meter.now();
        await this.#meter.wait(Math.max(1, untilNext));
      }
      signal?.throwIfAborted();
      this.#meter.work(ms);
    } finally {
      turn.resolve();
    }
  }

  #mayRun(): boolean {
    const used = this.#meter.used();
    this.#balance -= used - this.#usedBefore;
    this.#usedBefore = used;
    const periods = Math.floor((this.#meter.now() - this.#periodStart) / PERIOD_MS);
    if (periods > 0) {
      this.#periodStart += periods * PERIOD_MS;
      this.#balance = Math.min(this.#perPeriod, this.#balance + periods * this.#perPeriod);
    }
    return this.#balance > 0;
  }
}

const basket = JSON.stringify(
  Array.from({ length: 40 }, (_, line) => ({ sku: `sku-${line}`, quantity: 1 + (line % 4), price: 199 + line * 37 })),
);

/** One unit of a request's real work: reads a basket, totals it and signs the result. */
function priceBasket(): string {
  const lines: { quantity: number; price: number }[] = JSON.parse(basket);
  const total = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return createHash('sha256').update(basket).update(String(total)).digest('hex');
}

/** Of the whole process: the kernel brings that up to date when asked, a single thread's only with each tick (4 ms). */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The cost is counted in CPU time, not in rounds, so a fast and a slow machine show the same share. */
export const thisProcess: CpuMeter = {
  now: () => performance.now(),
  used: usedMs,
  work: (ms) => {
    const until = usedMs() + ms;
    while (usedMs() < until) priceBasket();
  },
  wait: (ms) => sleep(ms),
};
