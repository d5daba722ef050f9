import { type Reader, unzigzag } from '../../shard/bytes.ts';
import { type Numbers, readCounts, readFloats } from '../../shard/numbers.ts';

/** How the numbers of a stored model are read. In which order they come is the same in every version. */
export interface Reading {
  floats(from: Reader, into: Numbers): void;
  counts(from: Reader, into: Numbers): void;
  /** counts, row by row */
  table(from: Reader, into: Numbers, columns: number): void;
  /** counts under 256, of which most are as the one before */
  alike(from: Reader, into: Numbers): void;
  /** of double precision, many of them 0; at most eight */
  sparse(from: Reader, into: Numbers): void;
  /** a small whole number, or -∞ */
  exponent(from: Reader): number;
  /** a time that may be near another, or -∞ */
  moment(from: Reader, other: number): number;
}

/** Version 1: as they are, counts in as few bytes as they need. */
export const plain: Reading = {
  floats: (from, into) => fill(into, () => from.f32()),
  counts: (from, into) => fill(into, () => from.whole()),
  table: (from, into) => fill(into, () => from.whole()),
  alike: (from, into) => fill(into, () => from.u8()),
  sparse: (from, into) => fill(into, () => from.f64()),
  exponent: (from) => from.f32(),
  moment: (from) => from.f64(),
};

/** Version 2: as what they are more than those before, a table column by column, because a column's are alike. */
export const packed: Reading = {
  floats: readFloats,
  counts: readCounts,
  table: (from, into, columns) => {
    const turned = new Uint32Array(into.length);
    readCounts(from, turned);
    const rows = into.length / columns;
    for (let i = 0; i < turned.length; i++) into[(i % rows) * columns + Math.floor(i / rows)] = turned[i] ?? 0;
  },
  alike: (from, into) => {
    const steps = new Uint32Array(into.length);
    readCounts(from, steps);
    let value = 0;
    for (let i = 0; i < steps.length; i++) {
      value += unzigzag(steps[i] ?? 0);
      into[i] = value;
    }
  },
  sparse: (from, into) => {
    const there = from.u8();
    fill(into, (i) => (there & (1 << i) ? from.f64() : 0));
  },
  exponent: (from) => near(from, 0),
  moment: near,
};

function near(from: Reader, other: number): number {
  const code = from.whole();
  return code === 0 ? Number.NEGATIVE_INFINITY : other + unzigzag(code - 1);
}

function fill(into: Numbers, read: (index: number) => number): void {
  for (let i = 0; i < into.length; i++) into[i] = read(i);
}
