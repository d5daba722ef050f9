import { breakerKey, RATE_LIMIT } from '#domain/flags/keys.ts';
import type { FlagsHeard } from '../flags/flags.ts';
import { TokenBucket } from './tokenBucket.ts';

/** What a task does by its flags: which calls it leaves out, and how many requests it takes. Without flags it does all. */
export class Honoured {
  #flags: FlagsHeard = {};
  #bucket: TokenBucket | undefined;
  #limited = 0;
  #skipped = 0;

  hear(flags: FlagsHeard): void {
    this.#flags = flags;
    const limit = flags[RATE_LIMIT];
    const rate = limit?.enabled ? share(limit.requests_per_second, limit.tasks) : undefined;
    if (rate === undefined) this.#bucket = undefined;
    else if (this.#bucket) this.#bucket.rate = rate;
    else this.#bucket = new TokenBucket(rate);
  }

  /** Whether a request may come in. @param now milliseconds of a clock that only goes forward */
  admits(now: number): boolean {
    if (!this.#bucket || this.#bucket.take(now)) return true;
    this.#limited += 1;
    return false;
  }

  /** Whether the call of this dependency is to be left out: its breaker is open. */
  skips(dependency: string): boolean {
    const key = breakerKey(dependency);
    const open = key !== undefined && this.#flags[key]?.enabled === true;
    if (open) this.#skipped += 1;
    return open;
  }

  /** How often either happened since the last call. */
  take(): { limited: number; skipped: number } {
    const counts = { limited: this.#limited, skipped: this.#skipped };
    this.#limited = this.#skipped = 0;
    return counts;
  }
}

/** This task's part of the service's rate; a limit that says no rate limits nothing. */
function share(rate: unknown, tasks: unknown): number | undefined {
  if (typeof rate !== 'number' || !(rate > 0)) return undefined;
  return rate / (typeof tasks === 'number' && tasks >= 1 ? tasks : 1);
}
