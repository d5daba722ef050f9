import type { Past } from './past.ts';

/** Whether a series has left all of its past, and for how long: a point that comes back ends it. */
export class Excursion {
  /** when it began, epoch seconds; 0: it is not out */
  since = 0;
  /** the ends of the past when it began: what is learnt since must not be its own measure */
  least = 0;
  most = 0;

  /** @returns for how many seconds the series has been out */
  hear(at: number, value: number, past: Past): number {
    if (this.since === 0) {
      if (past.count < past.size / 2 || (value >= past.least() && value <= past.most())) return 0;
      [this.since, this.least, this.most] = [at, past.least(), past.most()];
    } else if (value >= this.least && value <= this.most) this.since = 0;
    return this.since === 0 ? 0 : at - this.since;
  }

  clone(): Excursion {
    return Object.assign(new Excursion(), this);
  }
}
