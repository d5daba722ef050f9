/**
 * A small sample of a series' past, spread evenly over it, kept in order of value: its median is what the series usually
 * is, a value's rank says how high it stands. While there is room every point is taken; then every second, every fourth,
 * and when that reaches back far enough the oldest makes room. Which point of each stretch is taken follows the golden
 * ratio (an additive recurrence), so that no daily rhythm meets the sample's own and nothing is drawn at random.
 */
export class Past {
  readonly size: number;
  /** in order of arrival, from `head` on */
  readonly ring: Float32Array;
  readonly #sorted: Float32Array;
  count = 0;
  head = 0;
  /** points a stretch, points of this stretch so far, stretches so far, and which point of it is taken */
  stride = 1;
  seen = 0;
  stretch = 0;
  pick = 0;

  constructor(size: number) {
    this.size = size;
    this.ring = new Float32Array(size);
    this.#sorted = new Float32Array(size + 1);
  }

  /** @param reach  points that the whole sample may reach back */
  learn(value: number, reach: number): void {
    if (this.seen === this.pick) this.#take(value, reach);
    this.seen += 1;
    if (this.seen < this.stride) return;
    this.seen = 0;
    this.stretch += 1;
    this.pick = Math.floor(((this.stretch * 0.618_033_988_749_894_9) % 1) * this.stride);
  }

  median(): number {
    return this.count === 0 ? Number.NaN : (this.#sorted[this.count >> 1] ?? Number.NaN);
  }
  least(): number {
    return this.#sorted[0] ?? Number.NaN;
  }
  most(): number {
    return this.#sorted[this.count - 1] ?? Number.NaN;
  }
  /** share of the sample below a value, 0–1; equal ones count half */
  rank(value: number): number {
    if (this.count === 0) return 0.5;
    const exact = Math.fround(value);
    return (this.#below(exact) + this.#notAbove(exact)) / (2 * this.count);
  }

  /** Puts the sorted view in order again, after `ring`, `count` and `head` were set from outside. */
  restore(): this {
    for (let i = 0; i < this.count; i++) this.#sorted[i] = this.ring[(this.head + i) % this.size] ?? 0;
    this.#sorted.subarray(0, this.count).sort();
    return this;
  }

  clone(): Past {
    const copy = new Past(this.size);
    copy.ring.set(this.ring);
    copy.#sorted.set(this.#sorted);
    copy.count = this.count;
    copy.head = this.head;
    copy.stride = this.stride;
    copy.seen = this.seen;
    copy.stretch = this.stretch;
    copy.pick = this.pick;
    return copy;
  }

  #take(given: number, reach: number): void {
    const value = Math.fround(given);
    if (this.count < this.size) {
      this.ring[(this.head + this.count) % this.size] = value;
      this.#insert(value);
      return;
    }
    if (this.stride * 2 * this.size <= reach) {
      this.#thin(value);
      return;
    }
    const oldest = this.ring[this.head] ?? 0;
    this.ring[this.head] = value;
    this.head = (this.head + 1) % this.size;
    const at = this.#below(oldest);
    this.#sorted.copyWithin(at, at + 1, this.count);
    this.count -= 1;
    this.#insert(value);
  }

  /** Half of the values stand for all of them from now on. */
  #thin(value: number): void {
    const kept = Float32Array.from(
      { length: this.size / 2 },
      (_, i) => this.ring[(this.head + 2 * i) % this.size] ?? 0,
    );
    this.ring.set(kept);
    this.head = 0;
    this.count = kept.length;
    this.ring[this.count] = value;
    this.count += 1;
    this.stride *= 2;
    this.restore();
  }

  #insert(value: number): void {
    const at = this.#below(value);
    this.#sorted.copyWithin(at + 1, at, this.count);
    this.#sorted[at] = value;
    this.count += 1;
  }

  #below(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #notAbove(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
