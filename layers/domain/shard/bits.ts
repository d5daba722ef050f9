import type { Reader, Writer } from './bytes.ts';

/** Beside up to seven bits that wait, so many fit into a whole number. */
const AT_ONCE = 24;

/** Numbers narrower than a byte, one behind the other, lowest bit first. `done` fills up the last byte. */
export class BitWriter {
  readonly #to: Writer;
  #held = 0;
  #filled = 0;

  constructor(to: Writer) {
    this.#to = to;
  }
  /** @param width  bits, at most 32 */
  put(value: number, width: number): void {
    if (width > AT_ONCE) {
      this.put(value & 0xff_ff, 16);
      this.put(value >>> 16, width - 16);
      return;
    }
    this.#held |= value << this.#filled;
    this.#filled += width;
    for (; this.#filled >= 8; this.#filled -= 8) {
      this.#to.u8(this.#held & 0xff);
      this.#held >>>= 8;
    }
  }
  done(): void {
    if (this.#filled > 0) this.#to.u8(this.#held);
    this.#held = 0;
    this.#filled = 0;
  }
}

/** Reads what `BitWriter` wrote; the rest of its last byte is dropped with it. */
export class BitReader {
  readonly #from: Reader;
  #held = 0;
  #filled = 0;

  constructor(from: Reader) {
    this.#from = from;
  }
  take(width: number): number {
    if (width > AT_ONCE) return this.take(16) + this.take(width - 16) * 0x1_00_00;
    for (; this.#filled < width; this.#filled += 8) this.#held |= this.#from.u8() << this.#filled;
    const value = this.#held & ((1 << width) - 1);
    this.#held >>>= width;
    this.#filled -= width;
    return value;
  }
}
