/**
 * What a series usually is at each time of a day or a week. A slot's points are averaged and fold into its value when
 * the slot is over: a mean of the last periods, into which an odd day counts at most `clip` usual deviations.
 */
export class Profile {
  readonly period: number;
  readonly memory: number;
  readonly values: Float32Array;
  /** periods seen, up to `memory` */
  readonly seen: Uint8Array;
  /** how far a slot usually is from its value */
  scale = 0;
  /** the slot that is under way: -1 before the first point */
  slot = -1;
  sum = 0;
  points = 0;

  /** @param period seconds  @param memory periods, at most 255 */
  constructor({ period, slots, memory }: { period: number; slots: number; memory: number }) {
    this.period = period;
    this.memory = memory;
    this.values = new Float32Array(slots);
    this.seen = new Uint8Array(slots);
  }

  /** The usual value at a time; NaN where fewer than `enough` periods have shown it. */
  expected(at: number, enough: number): number {
    const slot = this.#slotOf(at);
    return (this.seen[slot] ?? 0) >= enough ? (this.values[slot] ?? Number.NaN) : Number.NaN;
  }

  learn(at: number, value: number, clip: number): void {
    const slot = this.#slotOf(at);
    if (slot !== this.slot) {
      if (this.points > 0) this.#fold(clip);
      this.slot = slot;
    }
    this.sum += value;
    this.points += 1;
  }

  clone(): Profile {
    const copy = new Profile({ period: this.period, slots: this.values.length, memory: this.memory });
    copy.values.set(this.values);
    copy.seen.set(this.seen);
    copy.scale = this.scale;
    copy.slot = this.slot;
    copy.sum = this.sum;
    copy.points = this.points;
    return copy;
  }

  #slotOf(at: number): number {
    return Math.floor(((at % this.period) / this.period) * this.values.length);
  }

  #fold(clip: number): void {
    const mean = this.sum / this.points;
    const { slot } = this;
    this.sum = 0;
    this.points = 0;
    const seen = this.seen[slot] ?? 0;
    if (seen === 0) {
      this.values[slot] = mean;
      this.seen[slot] = 1;
      return;
    }
    const before = this.values[slot] ?? 0;
    const off = mean - before;
    const most = this.scale > 0 && seen >= 2 ? clip * this.scale : Number.POSITIVE_INFINITY;
    this.values[slot] = before + Math.max(-most, Math.min(most, off)) / Math.min(seen + 1, this.memory);
    this.seen[slot] = Math.min(seen + 1, this.memory);
    const size = Math.abs(off);
    this.scale += this.scale === 0 ? size : 0.02 * (Math.min(size, 4 * this.scale) - this.scale);
  }
}
