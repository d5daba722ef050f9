import type { RaritySetting } from './setting.ts';

/** Points over which a page's surprise may have come. */
const TOGETHER = 12;

/** Levels at which a notice goes out, as bits. */
export const TOLD = { sensitive: 1, warn: 2, page: 4 } as const;

/** When something was last odd enough for a level, and the rarest that was told. */
export interface Held {
  at: number;
  top: number;
}

/** Decides when a notice goes out: when a level is reached after a time of calm, and again when it became much rarer. */
export class Notices {
  readonly sensitive: Held = { at: Number.NEGATIVE_INFINITY, top: 0 };
  readonly warn: Held = { at: Number.NEGATIVE_INFINITY, top: 0 };
  readonly page: Held = { at: Number.NEGATIVE_INFINITY, top: 0 };
  /** the rarest of the last points */
  readonly recent = new Float32Array(TOGETHER);
  count = 0;

  /**
   * @param beyond   surprise beyond the habit
   * @param lasting  rarity of the middle mean
   * @returns the levels at which a notice goes out now, as in `TOLD`
   */
  hear(
    at: number,
    { beyond, lasting, age, step }: { beyond: number; lasting: number; age: number; step: number },
    setting: RaritySetting,
  ): number {
    this.recent[this.count % TOGETHER] = beyond;
    this.count += 1;
    const hold = setting.hold * step;
    let out = 0;
    if (beyond >= setting.sensitive && this.#tell(this.sensitive, at, beyond, hold, setting.raise))
      out |= TOLD.sensitive;
    if (beyond >= setting.warn && this.#tell(this.warn, at, beyond, hold, setting.raise)) out |= TOLD.warn;
    if (age >= setting.pageAge && lasting >= setting.lasting && beyond >= 1) {
      let rarest = 0;
      for (let i = 0; i < TOGETHER; i++) rarest = Math.max(rarest, this.recent[i] ?? 0);
      if (rarest >= setting.page && this.#tell(this.page, at, rarest, hold, Number.POSITIVE_INFINITY)) out |= TOLD.page;
    }
    return out;
  }

  clone(): Notices {
    const copy = new Notices();
    Object.assign(copy.sensitive, this.sensitive);
    Object.assign(copy.warn, this.warn);
    Object.assign(copy.page, this.page);
    copy.recent.set(this.recent);
    copy.count = this.count;
    return copy;
  }

  #tell(held: Held, at: number, rarity: number, hold: number, raise: number): boolean {
    const calm = at - held.at >= hold;
    held.at = Math.max(held.at, at);
    if (!calm && rarity <= held.top + raise) return false;
    held.top = rarity;
    return true;
  }
}
