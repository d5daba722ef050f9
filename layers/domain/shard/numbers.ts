import { BitReader, BitWriter } from './bits.ts';
import { type Reader, unzigzag, type Writer, zigzag } from './bytes.ts';

// Lists of numbers in few bytes, and back to the very same numbers. Their length is not written: the reader knows it.

/** Numbers of a list, to be filled. */
export interface Numbers {
  readonly length: number;
  [index: number]: number;
}

/** Numbers with more digits behind the point are stored as they are in memory. */
const MOST_DIGITS = 5;
const BINARY = 0xff;
/** A difference of such numbers is a whole number still, and so is twice that. */
const LARGEST = 2 ** 50;

/** Numbers of single precision: decimals as most metrics have them, or their bits; in either case what each is more
 *  than the one before. */
export function writeFloats(to: Writer, values: Float32Array): void {
  const decimals = decimalsOf(values);
  to.u8(decimals?.digits ?? BINARY);
  const orders = decimals?.units ?? ordersOf(values);
  let before = 0;
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i] ?? 0;
    if (Number.isNaN(values[i])) to.whole(0);
    else {
      to.whole(1 + zigzag(order - before));
      before = order;
    }
  }
}

export function readFloats(from: Reader, into: Numbers): void {
  const digits = from.u8();
  const power = 10 ** digits;
  let before = 0;
  for (let i = 0; i < into.length; i++) {
    const code = from.whole();
    if (code === 0) into[i] = Number.NaN;
    else {
      before += unzigzag(code - 1);
      into[i] = digits === BINARY ? floatOf(before) : Math.fround(before / power);
    }
  }
}

/** Numbers of double precision, NaN not among them: decimals, or as they are. */
export function writeDoubles(to: Writer, values: Float64Array): void {
  const decimals = decimalsOf(values);
  to.u8(decimals?.digits ?? BINARY);
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    if (decimals === undefined) to.f64(values[i] ?? 0);
    else {
      const unit = decimals.units[i] ?? 0;
      to.signed(unit - before);
      before = unit;
    }
  }
}

export function readDoubles(from: Reader, length: number): number[] {
  const digits = from.u8();
  if (digits === BINARY) return Array.from({ length }, () => from.f64());
  const power = 10 ** digits;
  let before = 0;
  return Array.from({ length }, () => {
    before += from.signed();
    return before / power;
  });
}

interface Decimals {
  /** behind the point */
  digits: number;
  /** whole numbers of the last digit; of NaN anything */
  units: Float64Array;
}

/** Values as decimals from which the very same values come back; undefined where there are none. */
function decimalsOf(values: Float32Array | Float64Array): Decimals | undefined {
  const single = values instanceof Float32Array;
  const units = new Float64Array(values.length);
  next: for (let digits = 0; digits <= MOST_DIGITS; digits++) {
    const power = 10 ** digits;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      const unit = Math.round(value * power);
      const back = single ? Math.fround(unit / power) : unit / power;
      if (Number.isNaN(value)) continue;
      // -0 would come back as 0
      if (back !== value || Math.abs(unit) > LARGEST || Object.is(unit, -0)) continue next;
      units[i] = unit;
    }
    return { digits, units };
  }
  return undefined;
}

/** The bits of numbers of single precision as whole numbers of the same order; neighbours are one apart. */
function ordersOf(values: Float32Array): Int32Array {
  const orders = new Int32Array(values.buffer, values.byteOffset, values.length).slice();
  for (let i = 0; i < orders.length; i++) {
    const raw = orders[i] ?? 0;
    if (raw < 0) orders[i] = ~(raw & 0x7f_ff_ff_ff);
  }
  return orders;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
function floatOf(order: number): number {
  bits[0] = order < 0 ? ~order | 0x80_00_00_00 : order;
  return float[0] ?? 0;
}

/** Zeros before the one that says how many they are, at once. */
const STRIDE = 15;

/**
 * Counts (whole numbers under 2^32) whose neighbours are alike in size: each as the bits behind its first one, and
 * how many more or fewer they are than those of the count before (zigzag, in unary).
 */
export function writeCounts(to: Writer, counts: Uint32Array): void {
  const out = new BitWriter(to);
  let before = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    const width = 32 - Math.clz32(count);
    let zeros = zigzag(width - before);
    for (; zeros > STRIDE; zeros -= STRIDE) out.put(0, STRIDE);
    out.put(1 << zeros, zeros + 1);
    if (width > 1) out.put(count - 2 ** (width - 1), width - 1);
    before = width;
  }
  out.done();
}

export function readCounts(from: Reader, into: Numbers): void {
  const bits = new BitReader(from);
  let before = 0;
  for (let i = 0; i < into.length; i++) {
    let zeros = 0;
    while (bits.take(1) === 0) zeros++;
    const width = before + unzigzag(zeros);
    into[i] = width < 2 ? width : 2 ** (width - 1) + bits.take(width - 1);
    before = width;
  }
}
