/** Lets through `rate` a second, and at once no more than a second's worth (at least one). */
export class TokenBucket {
  rate: number;
  #tokens: number | undefined;
  #at = 0;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** @param now milliseconds of a clock that only goes forward */
  take(now: number): boolean {
    const most = Math.max(1, this.rate);
    const gained = ((now - this.#at) / 1000) * this.rate;
    this.#tokens = Math.min(most, this.#tokens === undefined ? most : this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
