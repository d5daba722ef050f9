import { get } from 'node:http';

export type Health = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';

const FIRST_INTERVAL_MS = 400;
const INTERVAL_MS = 2_000;
const TIMEOUT_MS = 2_000;
const PASSES_TO_BE_HEALTHY = 2;
const MISSES_TO_BE_UNHEALTHY = 5;

/** Counts passes and misses: two in a row make a task healthy, five in a row unhealthy. */
export class HealthCount {
  health: Health = 'UNKNOWN';
  #passes = 0;
  #misses = 0;

  /** @returns true when the verdict changed */
  saw(passed: boolean): boolean {
    this.#passes = passed ? this.#passes + 1 : 0;
    this.#misses = passed ? 0 : this.#misses + 1;
    const before = this.health;
    if (this.#passes >= PASSES_TO_BE_HEALTHY) this.health = 'HEALTHY';
    if (this.#misses >= MISSES_TO_BE_UNHEALTHY) this.health = 'UNHEALTHY';
    return this.health !== before;
  }
}

/** Asks a task's `/healthz` again and again and tells each change. */
export class HealthCheck {
  #count = new HealthCount();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #port: number;
  #changed: (health: Health) => void;

  constructor(port: number, changed: (health: Health) => void) {
    this.#port = port;
    this.#changed = changed;
    this.#ask();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #ask(): void {
    let passed = false;
    const asked = get({ host: '127.0.0.1', port: this.#port, path: '/healthz', timeout: TIMEOUT_MS, agent: false });
    asked.on('response', (answer) => {
      passed = answer.statusCode === 200;
      answer.resume();
    });
    asked.on('timeout', () => asked.destroy());
    // A refusal is a miss, and 'close' follows each end, good or bad.
    asked.on('error', () => asked.destroy());
    asked.on('close', () => this.#saw(passed));
  }

  #saw(passed: boolean): void {
    if (this.#stopped) return;
    if (this.#count.saw(passed)) this.#changed(this.#count.health);
    const interval = this.#count.health === 'HEALTHY' ? INTERVAL_MS : FIRST_INTERVAL_MS;
    if (!this.#stopped) this.#timer = setTimeout(() => this.#ask(), interval);
  }
}
