import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { WINDOW_SECONDS } from './figures.ts';

const TRIES = 3;
const FIRST_PAUSE_MS = 400;

export interface PublisherParts {
  /** One PutMetricData call. */
  put(data: MetricDatum[]): Promise<void>;
  /** Closes the window that began at `at` (epoch seconds) and says what it held. */
  collect(at: number): MetricDatum[];
  warn(message: string, fields: Record<string, unknown>): void;
  random(): number;
  /** Epoch milliseconds; with `after`, what tests replace. */
  now?: () => number;
  after?: (ms: number, then: () => void) => { cancel(): void };
}

/** Publishes each window once, at its end and `lagSeconds` later: on absolute boundaries of ten seconds. A call that
 *  fails is tried three times and then given up; the next window never waits for it. */
export class Publisher {
  lagSeconds: number;
  #parts: PublisherParts;
  #pending = new Set<{ cancel(): void }>();
  #now: () => number;
  #stopped = false;

  constructor(parts: PublisherParts, lagSeconds = 0) {
    this.#parts = parts;
    this.lagSeconds = lagSeconds;
    this.#now = parts.now ?? Date.now;
  }

  /** Begins with the next whole window: half a one would show half the requests. */
  start(): void {
    this.#atNextBoundary((end) => {
      this.#parts.collect(end / 1000 - WINDOW_SECONDS);
      this.#eachWindow();
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#pending) timer.cancel();
    this.#pending.clear();
  }

  #eachWindow(): void {
    this.#atNextBoundary((end) => {
      const data = this.#parts.collect(end / 1000 - WINDOW_SECONDS);
      this.#eachWindow();
      if (data.length > 0) this.#later(this.lagSeconds * 1000, () => this.#publish(data, 1));
    });
  }

  #atNextBoundary(then: (end: number) => void): void {
    const windowMs = WINDOW_SECONDS * 1000;
    const end = (Math.floor(this.#now() / windowMs) + 1) * windowMs;
    this.#later(end - this.#now(), () => then(end));
  }

  #publish(data: MetricDatum[], attempt: number): void {
    this.#parts.put(data).catch((error: unknown) => {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#parts.warn('metrics were not taken', { attempt, of: TRIES, why });
      if (attempt >= TRIES) return;
      const pause = FIRST_PAUSE_MS * 2 ** attempt * (0.5 + this.#parts.random());
      this.#later(pause, () => this.#publish(data, attempt + 1));
    });
  }

  #later(ms: number, then: () => void): void {
    if (this.#stopped) return;
    const run = () => {
      this.#pending.delete(timer);
      if (!this.#stopped) then();
    };
    const timer = (this.#parts.after ?? afterRealTime)(ms, run);
    this.#pending.add(timer);
  }
}

function afterRealTime(ms: number, then: () => void): { cancel(): void } {
  const timer = setTimeout(then, ms);
  return { cancel: () => clearTimeout(timer) };
}
