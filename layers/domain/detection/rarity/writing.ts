import { type Writer, zigzag } from '../../shard/bytes.ts';
import { writeCounts } from '../../shard/numbers.ts';

// The other half of `packed` in reading.ts.

export function writeTable(to: Writer, table: ArrayLike<number>, columns: number): void {
  const turned = new Uint32Array(table.length);
  const rows = table.length / columns;
  for (let i = 0, column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++, i++) turned[i] = table[row * columns + column] ?? 0;
  writeCounts(to, turned);
}

export function writeAlike(to: Writer, values: ArrayLike<number>): void {
  const steps = new Uint32Array(values.length);
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    steps[i] = zigzag(value - before);
    before = value;
  }
  writeCounts(to, steps);
}

export function writeSparse(to: Writer, values: ArrayLike<number>): void {
  let there = 0;
  for (let i = 0; i < values.length; i++) if (!Object.is(values[i], 0)) there |= 1 << i;
  to.u8(there);
  for (let i = 0; i < values.length; i++) if (there & (1 << i)) to.f64(values[i] ?? 0);
}

export function writeNear(to: Writer, value: number, other: number): void {
  to.whole(value === Number.NEGATIVE_INFINITY ? 0 : 1 + zigzag(value - other));
}
