/** A mean of the last `points` is compared with the exponentially weighted mean of about `before` points before them. */
export interface Comparison {
  points: number;
  before: number;
}

/** Points before a comparison says anything. */
const ENOUGH = 12;
/** Longer means than this are not kept. */
const KEPT = 16;

/** The last residuals of a series, and what they were before: how far a short mean has moved. */
export class Recent {
  readonly comparisons: readonly Comparison[];
  readonly ring = new Float32Array(KEPT);
  readonly before: Float64Array;
  count = 0;

  constructor(comparisons: readonly Comparison[]) {
    this.comparisons = comparisons;
    this.before = new Float64Array(comparisons.length);
  }

  /** @param most  what one residual may add to the means before, either way: one of another magnitude would else stand in
   *    them for days. NaN: nothing is known yet, all of it counts */
  add(residual: number, most = Number.NaN): void {
    this.count += 1;
    this.ring[this.count % KEPT] = residual;
    const bound = Number.isNaN(most) ? Number.POSITIVE_INFINITY : most;
    for (let i = 0; i < this.comparisons.length; i++) {
      const { points, before } = this.comparisons[i] ?? { points: 0, before: 0 };
      const older = this.count - points;
      if (older <= 0) continue;
      const mean = this.before[i] ?? 0;
      const weight = Math.max(1 / older, 2 / (before + 1));
      const left = Math.max(-bound, Math.min(bound, this.ring[older % KEPT] ?? 0));
      this.before[i] = mean + weight * (left - mean);
    }
  }

  /** How far the newest mean lies from what was before; 0 while too little is known. */
  moved(index: number): number {
    const points = this.comparisons[index]?.points ?? 0;
    if (this.count - points < ENOUGH) return 0;
    let sum = 0;
    for (let i = 0; i < points; i++) sum += this.ring[(this.count - i) % KEPT] ?? 0;
    return sum / points - (this.before[index] ?? 0);
  }

  /** The last residuals, oldest first, at most `many`. */
  last(many: number): number[] {
    const length = Math.min(many, this.count, KEPT - 1);
    return Array.from({ length }, (_, i) => this.ring[(this.count - length + 1 + i) % KEPT] ?? 0);
  }

  clone(): Recent {
    const copy = new Recent(this.comparisons);
    copy.ring.set(this.ring);
    copy.before.set(this.before);
    copy.count = this.count;
    return copy;
  }
}
