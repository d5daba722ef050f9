const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (code: number): number => (code % 2 === 0 ? code / 2 : -(code + 1) / 2);

/** Appends little-endian numbers, texts and lists to a growing buffer. */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  /** @param expected  bytes that will do for most */
  constructor(expected = 4096) {
    this.#bytes = new Uint8Array(expected);
    this.#view = new DataView(this.#bytes.buffer);
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }
  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }
  /** A whole number from 0 to 2^53 in as few bytes as it needs (LEB128). */
  whole(value: number): void {
    this.#room(8);
    let rest = value;
    for (; rest >= 2 ** 31; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
    for (; rest >= 0x80; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }
  /** A whole number of either sign, small ones of both in few bytes (zigzag). */
  signed(value: number): void {
    this.whole(zigzag(value));
  }
  f32(value: number): void {
    this.#room(4);
    this.#view.setFloat32(this.#length, value, true);
    this.#length += 4;
  }
  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }
  bytes(value: Uint8Array): void {
    this.u32(value.length);
    this.#append(value);
  }
  text(value: string): void {
    this.bytes(encoder.encode(value));
  }
  /** As `bytes`, the length in as few bytes as it needs. */
  short(value: Uint8Array): void {
    this.whole(value.length);
    this.#append(value);
  }
  name(value: string): void {
    this.short(encoder.encode(value));
  }
  list<T>(values: readonly T[], write: (value: T) => void): void {
    this.u32(values.length);
    for (const value of values) write(value);
  }
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #append(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }
  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Reads what `Writer` wrote. Throws RangeError where the bytes end too soon. */
export class Reader {
  #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u8(): number {
    this.#at += 1;
    return this.#view.getUint8(this.#at - 1);
  }
  u32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }
  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const part = this.u8();
      value += (part & 0x7f) * scale;
      if (part < 0x80) return value;
    }
  }
  signed(): number {
    return unzigzag(this.whole());
  }
  f32(): number {
    this.#at += 4;
    return this.#view.getFloat32(this.#at - 4, true);
  }
  f64(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }
  bytes(): Uint8Array {
    return this.#next(this.u32());
  }
  short(): Uint8Array {
    return this.#next(this.whole());
  }
  name(): string {
    return decoder.decode(this.short());
  }
  #next(length: number): Uint8Array {
    if (this.#at + length > this.#view.byteLength) throw new RangeError('the bytes end too soon');
    this.#at += length;
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at - length, length);
  }
  text(): string {
    return decoder.decode(this.bytes());
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }
}
