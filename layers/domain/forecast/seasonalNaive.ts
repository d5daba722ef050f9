import { at } from '../statistics/order.ts';

/**
 * What was one season ago, or the nearest earlier season that has a value; without one, the last value there is.
 *
 * @param values one a cell, NaN where none
 * @returns `ahead` values
 */
export function seasonalNaive(values: readonly number[], period: number, ahead: number): number[] {
  const last = values.findLast((value) => !Number.isNaN(value)) ?? Number.NaN;
  return Array.from({ length: ahead }, (_, cell) => {
    const target = values.length + cell;
    for (let back = target - period * Math.ceil((cell + 1) / period); back >= 0; back -= period) {
      const value = at(values, back);
      if (!Number.isNaN(value)) return value;
    }
    return last;
  });
}
