import { at } from '../statistics/order.ts';

/** A stretch that a parabola describes up to noise. */
export interface Segment {
  /** first cell */
  from: number;
  /** cell after the last one */
  to: number;
  /** of the parabola c0 + c1·t + c2·t², t in cells from `from` on */
  coefficients: readonly [number, number, number];
}

/** A stretch is two hours at least at a quarter of an hour a cell: fewer cells are described by anything. */
export const SHORTEST = 8;
/** A parabola has three coefficients, and the place of the break is a fourth; each must earn twice a BIC's price,
 *  as the noise of neighbouring cells is alike and so looks like structure. */
const PRICE = 8;

/**
 * Cuts values into stretches of parabolas: least squares plus a price for each stretch, by dynamic programming over
 * every second cell (Bellman 1961; the price as in the Schwarz criterion). Gaps are left out.
 *
 * @param noise standard deviation of what no parabola explains
 */
export function segmentsOf(values: readonly number[], noise: number): Segment[] {
  const count = values.length;
  if (count < SHORTEST || !(noise > 0)) return [];
  const sums = runningSums(values);
  const price = PRICE * Math.log(count) * noise * noise;
  const ends: number[] = [0];
  for (let end = count; end > 0; end -= 2) ends.push(end);
  ends.sort((a, b) => a - b);
  const best = new Float64Array(ends.length).fill(Number.POSITIVE_INFINITY);
  const cut = new Int32Array(ends.length);
  best[0] = 0;
  for (let late = 1; late < ends.length; late++) {
    for (let early = 0; early < late; early++) {
      const [from, to] = [at(ends, early), at(ends, late)];
      if (to - from < SHORTEST) break;
      if (at(best, early) + price >= at(best, late)) continue;
      const cost = at(best, early) + price + fit(sums, from, to).rest;
      if (cost >= at(best, late)) continue;
      best[late] = cost;
      cut[late] = early;
    }
  }
  const found: Segment[] = [];
  for (let late = ends.length - 1; late > 0 && best[late] !== Number.POSITIVE_INFINITY; late = cut[late] ?? 0) {
    const [from, to] = [at(ends, cut[late] ?? 0), at(ends, late)];
    found.push({ from, to, coefficients: fit(sums, from, to).coefficients });
  }
  return found.reverse();
}

/** Running sums of 1, t … t⁴, y, ty, t²y and y², scaled so that t is within 0–1. */
interface Sums {
  scale: number;
  rows: readonly Float64Array[];
}

function runningSums(values: readonly number[]): Sums {
  const count = values.length;
  const rows = Array.from({ length: 9 }, () => new Float64Array(count + 1));
  for (let index = 0; index < count; index++) {
    const value = at(values, index);
    const seen = Number.isNaN(value) ? 0 : 1;
    const y = seen === 1 ? value : 0;
    const t = index / count;
    const terms = [seen, seen * t, seen * t ** 2, seen * t ** 3, seen * t ** 4, y, y * t, y * t ** 2, y * y];
    for (const [row, term] of terms.entries()) {
      const sums = rows[row];
      if (sums !== undefined) sums[index + 1] = at(sums, index) + term;
    }
  }
  return { scale: count, rows };
}

/** Least squares of a parabola on one stretch. */
function fit(
  { scale, rows }: Sums,
  from: number,
  to: number,
): { rest: number; coefficients: [number, number, number] } {
  const raw = rows.map((row) => at(row, to) - at(row, from));
  const [n = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, y = 0, ty = 0, tty = 0, yy = 0] = raw;
  if (n < 4) return { rest: 0, coefficients: [n === 0 ? 0 : y / n, 0, 0] };
  // moments about the stretch's own middle: sums from the start of the history would cancel away
  const m = t1 / n;
  const u2 = t2 - n * m * m;
  const u3 = t3 - 3 * m * t2 + 2 * n * m ** 3;
  const u4 = t4 - 4 * m * t3 + 6 * m * m * t2 - 3 * n * m ** 4;
  const uy = ty - m * y;
  const uuy = tty - 2 * m * ty + m * m * y;
  const mean = y / n;
  const a = u4 - (u2 * u2) / n;
  const determinant = u2 * a - u3 * u3;
  const q = uuy - (u2 * y) / n;
  const curved = u2 > 0 && determinant > 1e-9 * u2 * a;
  const c2 = curved ? (u2 * q - u3 * uy) / determinant : 0;
  const c1 = u2 > 0 ? (uy - u3 * c2) / u2 : 0;
  const c0 = mean - (c2 * u2) / n;
  const rest = Math.max(0, yy - c0 * y - c1 * uy - c2 * uuy);
  // back to cells counted from the stretch's first
  const shift = from / scale - m;
  return {
    rest,
    coefficients: [c0 + c1 * shift + c2 * shift * shift, (c1 + 2 * c2 * shift) / scale, c2 / (scale * scale)],
  };
}
