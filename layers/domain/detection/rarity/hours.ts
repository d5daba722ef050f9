import { DAY } from './setting.ts';

/**
 * What is usual at each hour of the day: how often the series was in each class of its own values (by rank) at that
 * hour. Values that are common, but not now, are a surprise of so many bits; the mean of the last ones is what counts.
 */
export class Hours {
  readonly hours: number;
  readonly classes: number;
  readonly counts: Uint16Array;
  readonly surprises: Float32Array;
  count = 0;

  constructor({ hours, classes, surprised }: { hours: number; classes: number; surprised: number }) {
    this.hours = hours;
    this.classes = classes;
    this.counts = new Uint16Array(hours * classes);
    this.surprises = new Float32Array(surprised);
  }

  /** Takes a value's rank (0–1) in and answers the mean surprise of the last points, in bits; 0 at first. */
  hear(at: number, rank: number): number {
    const row = Math.floor(((at % DAY) / DAY) * this.hours) * this.classes;
    const cell = row + Math.min(this.classes - 1, Math.floor(rank * this.classes));
    let total = 0;
    for (let i = row; i < row + this.classes; i++) total += this.counts[i] ?? 0;
    const count = this.counts[cell] ?? 0;
    // one is added to each class (Laplace), so that what never was is no certainty
    this.surprises[this.count % this.surprises.length] = -Math.log2((count + 1) / (total + this.classes));
    this.count += 1;
    this.counts[cell] = count + 1;
    if (count + 1 === 0xffff) this.#halve(row);
    if (this.count <= this.surprises.length) return 0;
    let sum = 0;
    for (let i = 0; i < this.surprises.length; i++) sum += this.surprises[i] ?? 0;
    return sum / this.surprises.length;
  }

  clone(): Hours {
    const { hours, classes } = this;
    const copy = new Hours({ hours, classes, surprised: this.surprises.length });
    copy.counts.set(this.counts);
    copy.surprises.set(this.surprises);
    copy.count = this.count;
    return copy;
  }

  #halve(row: number): void {
    for (let i = row; i < row + this.classes; i++) this.counts[i] = (this.counts[i] ?? 0) >> 1;
  }
}
