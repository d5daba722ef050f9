/** What was seen of a window's requests. Latencies in milliseconds, absent when nothing was served. */
export interface TrafficSeen {
  requests: number;
  errors: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

/** Gathers the requests of one window. */
export class TrafficWindow {
  #latencies: number[] = [];
  #errors = 0;

  record(latencyMs: number, ok: boolean): void {
    this.#latencies.push(latencyMs);
    if (!ok) this.#errors += 1;
  }

  /** What was seen since the last call; begins the next window. */
  take(): TrafficSeen {
    const sorted = this.#latencies.sort((a, b) => a - b);
    const seen: TrafficSeen = { requests: sorted.length, errors: this.#errors };
    if (sorted.length > 0) {
      seen.p50 = percentile(sorted, 50);
      seen.p95 = percentile(sorted, 95);
      seen.p99 = percentile(sorted, 99);
    }
    this.#latencies = [];
    this.#errors = 0;
    return seen;
  }
}

/** Percentile by linear interpolation between closest ranks, as CloudWatch computes it on raw values.
 *  @param sorted ascending, at least one value
 *  @param rank 0 to 100 */
export function percentile(sorted: readonly number[], rank: number): number {
  const position = ((sorted.length - 1) * rank) / 100;
  const low = sorted[Math.floor(position)];
  const high = sorted[Math.ceil(position)];
  if (low === undefined || high === undefined) throw new RangeError(`no value at percentile ${rank}`);
  return low + (high - low) * (position - Math.floor(position));
}
