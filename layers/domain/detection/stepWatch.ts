/** Gaps that are looked at, and what is assumed before the first. */
const GAPS = 50;
const ASSUMED = 300;

/** The step of a series whose source does not say it: the median of its first gaps. */
export class StepWatch {
  step = ASSUMED;
  readonly #gaps: number[] = [];
  #last: number | undefined;

  hear(at: number): void {
    const gap = at - (this.#last ?? at);
    this.#last = at;
    if (gap <= 0 || this.#gaps.length >= GAPS) return;
    const larger = this.#gaps.findIndex((known) => known > gap);
    this.#gaps.splice(larger < 0 ? this.#gaps.length : larger, 0, gap);
    this.step = this.#gaps[this.#gaps.length >> 1] ?? ASSUMED;
  }
}
