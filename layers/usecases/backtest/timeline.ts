import type { LatestValue } from '#domain/shard/latest.ts';

/** What is usual is what the last quarter of an hour was, as detection's quick judge sees it. */
const USUAL_SECONDS = 900;

/**
 * One series' past, and how far of it has been seen. Time only goes on: `until` moves it, and nothing later than that is
 * ever given, for a replay that looks ahead proves nothing.
 */
export class Timeline {
  readonly service: string;
  readonly metric: string;
  /** seconds between its points */
  readonly step: number;
  readonly #at: Float64Array;
  readonly #values: Float32Array;
  /** the number of points whose period is over */
  #seen = 0;
  #usual = Number.NaN;
  #latest: LatestValue | undefined;

  /** @param points  oldest first, one a time */
  constructor(service: string, metric: string, points: readonly { at: number; value: number }[]) {
    this.service = service;
    this.metric = metric;
    this.#at = Float64Array.from(points, ({ at }) => at);
    this.#values = Float32Array.from(points, ({ value }) => value);
    this.step = smallestGap(this.#at);
  }

  get length(): number {
    return this.#at.length;
  }

  /** Goes on to a time: a point is seen when its period is over. */
  until(now: number): void {
    const before = this.#seen;
    const keep = Math.exp(-this.step / USUAL_SECONDS);
    while (this.#seen < this.length && (this.#at[this.#seen] ?? 0) + this.step <= now) {
      const value = this.#values[this.#seen] ?? 0;
      // what is usual is so before this point
      this.#usual = Number.isNaN(this.#usual) ? value : keep * this.#usual + (1 - keep) * (this.#previous() ?? value);
      this.#seen += 1;
    }
    if (this.#seen > before) this.#latest = this.#newest();
  }

  /** the newest value that has been seen */
  get latest(): LatestValue | undefined {
    return this.#latest;
  }

  /** Points with from <= at < until of those that have been seen. */
  read(from: number, until: number): { at: number; value: number }[] {
    const end = Math.min(this.#seen, this.#firstFrom(until));
    const points: { at: number; value: number }[] = [];
    for (let index = this.#firstFrom(from); index < end; index++) points.push(this.#point(index));
    return points;
  }

  /** The same of all that there is: for judging afterwards, never for deciding. */
  *afterwards(from: number): Generator<{ at: number; value: number }> {
    for (let index = this.#firstFrom(from); index < this.length; index++) yield this.#point(index);
  }

  #previous(): number | undefined {
    return this.#seen === 0 ? undefined : this.#values[this.#seen - 1];
  }

  #point(index: number): { at: number; value: number } {
    return { at: this.#at[index] ?? 0, value: this.#values[index] ?? 0 };
  }

  #newest(): LatestValue {
    const { service, metric, step } = this;
    const usual = this.#usual;
    return {
      service,
      metric,
      step,
      ...this.#point(this.#seen - 1),
      expected: usual,
      lower: usual,
      upper: usual,
      ready: true,
    };
  }

  /** Index of the first point at or after a time. */
  #firstFrom(time: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#at[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A series without two points is asked once a minute. */
function smallestGap(at: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < at.length; index++) {
    const gap = (at[index] ?? 0) - (at[index - 1] ?? 0);
    if (gap > 0 && gap < smallest) smallest = gap;
  }
  return Number.isFinite(smallest) ? smallest : 60;
}
