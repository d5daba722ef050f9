import type { ProcessFault } from '../faults.ts';
import type { Connection } from './connection.ts';

const LEAKED_NUMBERS = 40_000;
const LEAK_CONNECTION_EVERY = 18;
const POISONED_SHARE = 3;
const CLOG_MS = 350;
const LANES = 4;
const CACHE_ENTRIES = 600;

/** What can be wrong inside one process. Everything here dies with the process, which is why a restart cures it. */
export class Ailments {
  readonly cache = new PriceCache();
  readonly journal = new Journal();
  #heap: number[][] | undefined;
  #kept: Connection[] | undefined;
  #served = 0;

  set(fault: ProcessFault): void {
    if (fault === 'memory-leak') this.#heap ??= [];
    if (fault === 'connection-leak') this.#kept ??= [];
    if (fault === 'errors') this.cache.poison();
    if (fault === 'latency') this.journal.clogMs = CLOG_MS;
  }

  /** Ends every ailment and gives back what was held.
   *  @returns the connections that had been kept */
  heal(): Connection[] {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    this.#heap = undefined;
    this.cache.clear();
    this.journal.clogMs = 0;
    return kept;
  }

  /** Called once a request. The leaked heap is a live array of doubles of about 310 KiB: 2 to 3 MiB a second. */
  afterRequest(): void {
    this.#served += 1;
    this.#heap?.push(new Array<number>(LEAKED_NUMBERS).fill(0.5));
  }

  /** True when this request's connection is never given back. */
  keeps(connection: Connection): boolean {
    if (!this.#kept || this.#served % LEAK_CONNECTION_EVERY !== 0) return false;
    this.#kept.push(connection);
    return true;
  }
}

/** Prices by item, as text that each request parses. A poisoned entry is truncated, so that its reader fails. */
export class PriceCache {
  #entries = new Map<number, string>();

  /** @throws SyntaxError when the entry is damaged */
  price(item: number): number {
    const slot = item % CACHE_ENTRIES;
    const found = this.#entries.get(slot) ?? this.#fill(slot);
    const { cents }: { cents: number } = JSON.parse(found);
    return cents;
  }

  poison(): void {
    for (let slot = 0; slot < CACHE_ENTRIES; slot += POISONED_SHARE) {
      this.#entries.set(slot, this.#fill(slot).slice(0, -2));
    }
  }

  clear(): void {
    this.#entries.clear();
  }

  #fill(slot: number): string {
    const entry = JSON.stringify({ slot, cents: 199 + ((slot * 37) % 5000) });
    this.#entries.set(slot, entry);
    return entry;
  }
}

/** Every request writes one entry and waits for it; four are written at a time. Clogged, each write takes long. */
export class Journal {
  clogMs = 0;
  #writing = 0;
  #waiting: (() => void)[] = [];

  async write(): Promise<void> {
    if (this.#writing >= LANES) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#writing += 1;
    if (this.clogMs > 0) await new Promise((resolve) => setTimeout(resolve, this.clogMs));
    const next = this.#waiting.shift();
    if (next) next();
    else this.#writing -= 1;
  }
}
