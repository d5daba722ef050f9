/** Shorter runs of one value are no flat line. */
const SHORTEST = 4;
/** Points before a run, without which it says nothing: of a series that never moved, standing still is no news. */
const ENOUGH = 50;

/** Runs of one and the same value: a series that stands still although it never did, or not for so long. */
export class Repeats {
  last = Number.NaN;
  run = 0;
  longest = 0;
  repeats = 0;
  count = 0;

  /** −log10 of the probability of a run as long as the present one, by how often a value repeats; 0 where it is usual. */
  hear(value: number, longer: number): number {
    if (value === this.last) {
      this.run += 1;
      this.repeats += 1;
    } else {
      this.longest = Math.max(this.longest, this.run);
      this.run = 0;
    }
    this.last = value;
    this.count += 1;
    if (this.run < SHORTEST || this.run <= longer * this.longest || this.count - this.run <= ENOUGH) return 0;
    const usual = (this.repeats - this.run + 1) / (this.count - this.run + 1);
    return -this.run * Math.log10(usual);
  }

  clone(): Repeats {
    return Object.assign(new Repeats(), this);
  }
}
