import type { RaritySetting } from './setting.ts';

/** Counts are kept in this many parts of a point, as whole numbers, so that they are the same after being stored. */
const PARTS = 32;
const NOTHING = 1e-12;
/** The tail begins in no lower bin than this. */
const LOWEST = 8;

/** The fit is made again after so many points, and after each that lies in the tail. */
const REFIT = 16;

/** What is left of a count; of a small one at least something goes. */
const forgotten = (count: number, share: number): number =>
  Math.min(Math.max(0, count - 1), Math.round(count * (1 - share)));

export type TailSetting = Pick<
  RaritySetting,
  'tailShare' | 'tailKept' | 'tailFinest' | 'tailShape' | 'tailBins' | 'tailRatio' | 'tailPoints' | 'most'
>;

/**
 * How rare a size is in a series' own past: peaks over the past's 98th percentile, as in SPOT (Siffer et al., "Anomaly
 * Detection in Streams with Extreme Value Theory", KDD 2017), but with a shape that is given: from the few peaks of a
 * month it cannot be told, and what is fitted to them calls the next peak impossible. Sizes are counted in bins of equal
 * ratio below the largest so far; the scale is the mean of the excesses.
 */
export class Tail {
  readonly setting: TailSetting;
  readonly counts: Uint32Array;
  /** of sizes that are as good as nothing */
  zeros = 0;
  total = 0;
  /** exponent of the highest bin */
  top = Number.NEGATIVE_INFINITY;
  /** where the tail begins, its scale, and the points since both were made from the counts; of single precision */
  from = Number.POSITIVE_INFINITY;
  scale = 0;
  since = REFIT;
  readonly #log: number;

  constructor(setting: TailSetting) {
    this.setting = setting;
    this.counts = new Uint32Array(setting.tailBins);
    this.#log = Math.log(setting.tailRatio);
  }

  /**
   * −log10 of the probability of a size at least as large; 0 while too little is known.
   * @param least  the smallest scale that is believed, in the size's unit
   */
  rarity(size: number, least: number): number {
    const { tailShare, tailShape, tailPoints, most } = this.setting;
    if (this.total < tailPoints * PARTS) return 0;
    if (this.since >= REFIT) this.#fit();
    if (size <= this.from) return this.#common(size);
    const scale = Math.max(this.scale, least);
    const beyond = Math.log1p((tailShape * (size - this.from)) / scale) / tailShape;
    return Math.min(most, -Math.log10(tailShare) + beyond / Math.LN10);
  }

  /** The size that is exceeded with a probability (which must lie in the tail); NaN while too little is known. */
  quantile(probability: number, least: number): number {
    const { tailShare, tailShape, tailPoints } = this.setting;
    if (this.total < tailPoints * PARTS) return Number.NaN;
    if (this.since >= REFIT) this.#fit();
    const scale = Math.max(this.scale, least);
    return this.from + (scale * ((tailShare / probability) ** tailShape - 1)) / tailShape;
  }

  /** @param weight  0–1 */
  learn(size: number, weight: number): void {
    const parts = Math.round(weight * PARTS);
    this.total += parts;
    this.since = Math.min(REFIT, this.since + 1);
    if (!(size > NOTHING)) {
      this.zeros += parts;
      return;
    }
    const exponent = Math.floor(Math.log(size) / this.#log);
    if (exponent > this.top) this.#raise(exponent);
    const highest = this.counts.length - 1;
    const bin = Math.max(0, Math.min(highest, highest - (this.top - exponent)));
    this.counts[bin] = (this.counts[bin] ?? 0) + parts;
    if (size > this.from) this.since = REFIT;
  }

  /** Forgets a share of all that was learnt, unless that is little: a series of one value a day has no month's worth to lose. */
  forget(share: number): void {
    if (this.total < this.setting.tailKept * PARTS) return;
    let total = 0;
    for (let bin = 0; bin < this.counts.length; bin++) {
      const left = forgotten(this.counts[bin] ?? 0, share);
      this.counts[bin] = left;
      total += left;
    }
    this.zeros = forgotten(this.zeros, share);
    this.total = total + this.zeros;
    this.since = REFIT;
  }

  clone(): Tail {
    const copy = new Tail(this.setting);
    copy.counts.set(this.counts);
    copy.zeros = this.zeros;
    copy.total = this.total;
    copy.top = this.top;
    copy.from = this.from;
    copy.scale = this.scale;
    copy.since = this.since;
    return copy;
  }

  /** Rarity below the tail: counted. */
  #common(size: number): number {
    if (!(size > NOTHING)) return 0;
    const exponent = Math.floor(Math.log(size) / this.#log);
    let above = 0;
    for (let bin = Math.max(0, this.counts.length - 1 - (this.top - exponent)); bin < this.counts.length; bin++)
      above += this.counts[bin] ?? 0;
    return Math.min(-Math.log10(this.setting.tailShare), -Math.log10(Math.max(above, PARTS) / this.total));
  }

  /** A larger size than any before: the bins move up, and what falls out below joins the lowest. They move no further
   *  than where the tail begins stays among them: one value of another magnitude would else swallow all the others. */
  #raise(exponent: number): void {
    const { counts } = this;
    if (this.top === Number.NEGATIVE_INFINITY) {
      this.top = exponent;
      return;
    }
    const by = Math.min(exponent - this.top, Math.max(0, this.#begins().bin - LOWEST));
    let low = 0;
    for (let bin = 0; bin <= by; bin++) low += counts[bin] ?? 0;
    counts.copyWithin(0, by);
    counts.fill(0, counts.length - by);
    counts[0] = low;
    this.top += by;
  }

  /** The bin in which the tail begins (-1: below all), and how much of it and of those above lies below the tail. */
  #begins(): { bin: number; excess: number } {
    const wanted = this.setting.tailShare * this.total;
    let above = 0;
    let bin = this.counts.length - 1;
    for (; bin >= 0; bin--) {
      above += this.counts[bin] ?? 0;
      if (above >= wanted) break;
    }
    return { bin, excess: Math.max(0, above - wanted) };
  }

  #fit(): void {
    this.since = 0;
    const { counts } = this;
    const { bin, excess } = this.#begins();
    // within the bin where the tail begins, sizes are taken as spread evenly by ratio
    const inside = bin < 0 ? 0 : excess / Math.max(1, counts[bin] ?? 0);
    this.from = bin < 0 ? Math.fround(NOTHING) : Math.fround(this.#edge(bin) * Math.exp(inside * this.#log));
    let weight = 0;
    let sum = 0;
    for (let j = Math.max(0, bin); j < counts.length; j++) {
      const count = (counts[j] ?? 0) - (j === bin ? excess : 0);
      if (count <= 0) continue;
      weight += count;
      sum += count * Math.max(0, this.#edge(j + 0.5) - this.from);
    }
    const mean = weight > 0 ? sum / weight : 0;
    // The mean excess of a generalised Pareto distribution is scale / (1 - shape).
    // Sizes that are all alike fill one bin: a scale much finer than a bin would be an accident of its edges
    const finest = Math.max(this.setting.tailFinest * this.from, NOTHING);
    this.scale = Math.fround(Math.max(mean * (1 - this.setting.tailShape), finest));
  }

  #edge(bin: number): number {
    return Math.exp((this.top - (this.counts.length - 1 - bin)) * this.#log);
  }
}
