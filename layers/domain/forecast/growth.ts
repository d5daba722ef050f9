import { at, medianOf } from '../statistics/order.ts';
import { theilSen } from './slope.ts';

/** How a stretch that moves goes on: straight, straight since it began within the stretch, faster and faster, towards a level that it will not pass, or faster by day
 *  than by night. */
export interface Growth {
  shape: 'straight' | 'begun' | 'faster' | 'saturating' | 'daily';
  /** cells that it has gone on for */
  cells: number;
  /** value of the n-th cell after the last one, n from 1 on */
  at(cell: number): number;
  /** standard deviation of the value far ahead, by what the slope may be off, per cell ahead */
  doubt: number;
  /** standard deviation of the values around it */
  noise: number;
}

/** So many neighbouring cells count for one: they err alike. */
const KIN = 3;
/** What a further coefficient must win in twice the log-likelihood, besides the Schwarz criterion's price. */
const DOUBTED = 4;
/** Half-lives of an approach, as shares of the stretch's length, that are tried. */
const PACES = [0.1, 0.15, 0.22, 0.33, 0.5, 0.75, 1.1, 1.6];

/**
 * @param values of the stretch, without its season; NaN where none
 * @param day cells of a day
 * @returns undefined where one jump describes the stretch better than any growth
 */
export function growthOf(values: readonly number[], day: number): Growth | undefined {
  const count = values.length;
  const straight = lineOf(values);
  const rests = squares(values, straight.at);
  const noise = Math.sqrt(rests / Math.max(1, count - 2));
  const doubt = noise * Math.sqrt((12 * KIN) / Math.max(1, count) ** 3);
  const told = count / KIN;
  const bent = [begunOf(values), fasterOf(values), saturatingOf(values), dailyOf(values, day)]
    .filter((shape) => shape !== undefined)
    .map((shape) => ({ ...shape, rests: squares(values, shape.inside) }))
    .sort((a, b) => a.rests - b.rests)[0];
  if (jumpRests(values) < Math.min(rests, bent?.rests ?? rests)) return undefined;
  if (bent !== undefined && told * Math.log(rests / bent.rests) > bent.coefficients * Math.log(told) + DOUBTED)
    return {
      shape: bent.shape,
      cells: bent.cells ?? count,
      at: (cell) => bent.inside(count - 1 + cell),
      doubt,
      noise: Math.sqrt(bent.rests / Math.max(1, count - 3)),
    };
  return { shape: 'straight', cells: count, at: (cell) => straight.at(count - 1 + cell), doubt, noise };
}

/** Slope by Theil and Sen, level by the median of what it leaves. */
function lineOf(values: readonly number[]) {
  const slope = theilSen(values);
  const level = medianOf(values.map((value, index) => value - slope * index));
  return { slope, at: (index: number) => level + slope * index };
}

function squares(values: readonly number[], model: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const error = at(values, index) - model(index);
    if (!Number.isNaN(error)) sum += error * error;
  }
  return sum;
}

/** Least squares of level + height · basis; NaN left out. */
function scaled(values: readonly number[], basis: (index: number) => number): { level: number; height: number } {
  let n = 0;
  let [b1, b2, y1, by] = [0, 0, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (Number.isNaN(value)) continue;
    const b = basis(index);
    n++;
    b1 += b;
    b2 += b * b;
    y1 += value;
    by += b * value;
  }
  const height = (n * by - b1 * y1) / (n * b2 - b1 * b1);
  return { level: (y1 - height * b1) / n, height };
}

interface Bent {
  shape: Exclude<Growth['shape'], 'straight'>;
  /** more than a line has */
  coefficients: number;
  /** cells that it has gone on for, if not all */
  cells?: number;
  /** by cells from the stretch's first */
  inside: (index: number) => number;
}

/** Parts of the stretch after which growth may have begun. */
const BEGINNINGS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** A level, then a line from it. */
function begunOf(values: readonly number[]): Bent | undefined {
  let best: { knot: number; inside: (index: number) => number; rests: number } | undefined;
  for (const part of BEGINNINGS) {
    const knot = Math.round(part * values.length);
    if (values.length - knot < FEWEST_BEGUN) continue;
    const basis = (index: number) => Math.max(0, index - knot);
    const { level, height } = scaled(values, basis);
    if (!Number.isFinite(level + height)) continue;
    const inside = (index: number) => level + height * basis(index);
    const rests = squares(values, inside);
    if (best === undefined || rests < best.rests) best = { knot, inside, rests };
  }
  return best && { shape: 'begun', coefficients: 1, cells: values.length - best.knot, inside: best.inside };
}
const FEWEST_BEGUN = 6;

/** Squares that two levels leave, at the best place for the jump. */
function jumpRests(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  const total = known.reduce((sum, value) => sum + value, 0);
  const mean = total / known.length;
  const squared = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  let [best, before] = [squared, 0];
  // what a jump explains is the squares between the two means
  for (const [index, value] of known.entries()) {
    before += value - mean;
    const count = index + 1;
    if (count < 2 || known.length - count < 2) continue;
    best = Math.min(best, squared - before ** 2 / count - before ** 2 / (known.length - count));
  }
  return best;
}

/** level + height · (1 − 2^(−t/pace)): the pace by trying, the rest by least squares. */
function saturatingOf(values: readonly number[]): Bent | undefined {
  let best: { inside: (index: number) => number; rests: number } | undefined;
  for (const share of PACES) {
    const basis = (index: number) => 1 - 2 ** (-index / (share * values.length));
    const { level, height } = scaled(values, basis);
    if (!Number.isFinite(level + height)) continue;
    const inside = (index: number) => level + height * basis(index);
    const rests = squares(values, inside);
    if (best === undefined || rests < best.rests) best = { inside, rests };
  }
  return best && { shape: 'saturating', coefficients: 1, inside: best.inside };
}

/** A parabola that bends away from where it came from, for as long again as it has been seen; then straight. */
function fasterOf(values: readonly number[]): Bent | undefined {
  const n = values.length;
  const centred = (index: number) => (index - (n - 1) / 2) / n;
  // two least-squares fits in turn: the parabola's part that a line leaves
  const { slope, at: line } = lineOf(values);
  const basis = (index: number) => centred(index) ** 2;
  const { level, height } = scaled(
    values.map((value, index) => value - line(index)),
    basis,
  );
  if (!Number.isFinite(level + height) || height * slope <= 0) return undefined;
  const turn = 2 * n;
  const curve = (index: number) => line(index) + level + height * basis(index);
  const steep = curve(turn) - curve(turn - 1);
  return {
    shape: 'faster',
    coefficients: 1,
    inside: (index) => (index <= turn ? curve(index) : curve(turn) + steep * (index - turn)),
  };
}

/** A stretch this long, in days, tells a pace that changes with the time of day from one that changes for good. */
const DAILY_FROM = 0.9;

/** level + slope · t + a wave of a day: growth that follows the demand. */
function dailyOf(values: readonly number[], day: number): Bent | undefined {
  if (values.length < DAILY_FROM * day) return undefined;
  const turn = (2 * Math.PI) / day;
  const rows = [() => 1, (t: number) => t / day, (t: number) => Math.cos(turn * t), (t: number) => Math.sin(turn * t)];
  const solved = leastSquares(values, rows);
  if (solved === undefined) return undefined;
  const inside = (index: number) => rows.reduce((sum, row, place) => sum + at(solved, place) * row(index), 0);
  return { shape: 'daily', coefficients: 2, inside };
}

/** Normal equations by Gauss and Jordan; undefined where they are singular. */
function leastSquares(values: readonly number[], rows: readonly ((t: number) => number)[]): number[] | undefined {
  const size = rows.length;
  const matrix = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (let t = 0; t < values.length; t++) {
    const value = at(values, t);
    if (Number.isNaN(value)) continue;
    const terms = rows.map((row) => row(t));
    for (const [i, line] of matrix.entries()) {
      for (let j = 0; j < size; j++) line[j] = at(line, j) + at(terms, i) * at(terms, j);
      line[size] = at(line, size) + at(terms, i) * value;
    }
  }
  for (const [i, line] of matrix.entries()) {
    const pivot = at(line, i);
    if (!(Math.abs(pivot) > 1e-9)) return undefined;
    for (let j = i; j <= size; j++) line[j] = at(line, j) / pivot;
    for (const [other, row] of matrix.entries()) {
      if (other === i) continue;
      const factor = at(row, i);
      for (let j = i; j <= size; j++) row[j] = at(row, j) - factor * at(line, j);
    }
  }
  return matrix.map((line) => at(line, size));
}
