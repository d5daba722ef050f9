import type { RaritySetting } from './setting.ts';

/**
 * How restless a series is by habit: the mean of its largest surprise in each half day, to which a block counts at most
 * `blockCap` beyond what was expected, so that an incident makes no habit. At first it is what chance alone would make
 * the largest of so many points.
 */
export class Restless {
  /** weight and sum of the blocks so far */
  weight = 0;
  sum = 0;
  block = -1;
  largest = -1;
  points = 0;

  /** @param step  seconds between points */
  usual(step: number, { block, blockPrior, blockOffset }: RaritySetting): number {
    const chance = blockOffset + Math.log10(block / step);
    return (blockPrior * chance + this.sum) / (blockPrior + this.weight);
  }

  /** What of a surprise is beyond the habit. */
  beyond(at: number, surprise: number, step: number, setting: RaritySetting): number {
    const block = Math.floor(at / setting.block);
    if (block !== this.block) {
      if (this.points >= setting.block / step / 2) this.#learn(step, setting);
      this.block = block;
      this.largest = -1;
      this.points = 0;
    }
    this.points += 1;
    if (surprise > this.largest) this.largest = surprise;
    return surprise - this.usual(step, setting);
  }

  clone(): Restless {
    return Object.assign(new Restless(), this);
  }

  #learn(step: number, setting: RaritySetting): void {
    const most = this.usual(step, setting) + setting.blockCap;
    const kept = 1 - 1 / setting.blockMemory;
    this.weight = this.weight * kept + 1;
    this.sum = this.sum * kept + Math.min(this.largest, most);
  }
}
