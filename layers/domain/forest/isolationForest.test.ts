import fc from 'fast-check';
import { IsolationForest as Package } from 'ml-isolation-forest';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { seededRandom } from '../random.ts';
import { normalRows } from './forest.fixture.ts';
import { growTree } from './growTree.ts';
import { growForest, SAMPLE, scoreOf, TREES } from './isolationForest.ts';
import { areaUnderCurve } from './rank.ts';
import { expectedPath, LEAF, pathThrough } from './trees.ts';

afterEach(() => vi.restoreAllMocks());

const anyRows = fc
  .record({ columns: fc.integer({ min: 1, max: 6 }), count: fc.integer({ min: 2, max: 80 }) })
  .chain(({ columns, count }) =>
    fc.array(
      fc.array(fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(0, 1, Number.NaN)), {
        minLength: columns,
        maxLength: columns,
      }),
      { minLength: count, maxLength: count },
    ),
  );

describe('growing', () => {
  test('the package draws from the seeded generator, and the global one is as it was, also after a failure', () => {
    const global = Math.random;
    const rows = normalRows(64, 3, 1);
    expect(JSON.stringify(growTree(rows, seededRandom(1)))).toBe(JSON.stringify(growTree(rows, seededRandom(1))));
    expect(Math.random).toBe(global);
    vi.spyOn(Package.prototype, 'train').mockImplementation(() => {
      throw new Error('broken');
    });
    expect(() => growTree(rows, seededRandom(1))).toThrow('broken');
    expect(Math.random).toBe(global);
  });

  test('no tree grows on what is not finite', () => {
    expect(() =>
      growTree(
        [
          [1, Number.NaN],
          [1, 2],
        ],
        Math.random,
      ),
    ).toThrow(RangeError);
    expect(() => growTree([], Math.random)).toThrow(RangeError);
  });

  test('each tree has a sample of its own', () => {
    const trained: number[][][] = [];
    const train = Package.prototype.train;
    vi.spyOn(Package.prototype, 'train').mockImplementation(function (this: Package, rows) {
      trained.push(rows.map((row) => [...row]));
      train.call(this, rows);
    });
    const rows = Array.from({ length: 1_000 }, (_, index) => [index]);
    growForest(rows, { seed: 1 });
    expect(trained).toHaveLength(TREES);
    for (const sample of trained) expect(new Set(sample.flat()).size, 'without replacement').toBe(SAMPLE);
    expect(new Set(trained.map((sample) => `${sample.flat().sort((a, b) => a - b)}`)).size).toBe(TREES);
  });

  test('the same rows and seed give the same forest; another seed gives another', () => {
    const rows = normalRows(400, 4, 3);
    expect(growForest(rows, { seed: 5 })).toEqual(growForest(rows, { seed: 5 }));
    expect(growForest(rows, { seed: 5 })).not.toEqual(growForest(rows, { seed: 6 }));
  });

  test('too little, too much and nothing to split by are refused', () => {
    expect(() => growForest([], { seed: 1 })).toThrow(RangeError);
    expect(() => growForest([[1]], { seed: 1 })).toThrow(RangeError);
    expect(() => growForest([[], []], { seed: 1 })).toThrow(RangeError);
    expect(() => growForest([new Array(255).fill(0), new Array(255).fill(0)], { seed: 1 })).toThrow(RangeError);
  });
});

describe('trees', () => {
  test('whatever they grew on, their sizes add up, no leaf is deeper than the paper allows, and all end', () => {
    fc.assert(
      fc.property(anyRows, fc.integer(), (rows, seed) => {
        const { trees, sample } = growForest(rows, { seed, trees: 5 });
        const deepest = Math.ceil(Math.log2(sample));
        for (const root of trees.roots) {
          let rowsInLeaves = 0;
          const visit = (at: number, depth: number): void => {
            expect(depth).toBeLessThanOrEqual(deepest);
            if (trees.splitColumn[at] === LEAF) {
              rowsInLeaves += trees.size[at] ?? 0;
              expect(trees.path[at]).toBeCloseTo(depth + expectedPath(trees.size[at] ?? 0), 4);
              return;
            }
            const [left, right] = [trees.left[at] ?? 0, trees.right[at] ?? 0];
            expect((trees.size[left] ?? 0) + (trees.size[right] ?? 0)).toBe(trees.size[at]);
            visit(left, depth + 1);
            visit(right, depth + 1);
          };
          visit(root, 0);
          expect(rowsInLeaves).toBe(sample);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("the path's normaliser is the paper's: c(2) = 1, and 2 H(n − 1) − 2 (n − 1) / n beyond", () => {
    const harmonic = (n: number) => Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
    expect([expectedPath(0), expectedPath(1), expectedPath(2)]).toEqual([0, 0, 1]);
    for (const n of [64, 256, 1_000]) {
      expect(expectedPath(n)).toBeCloseTo(2 * harmonic(n - 1) - (2 * (n - 1)) / n, 1);
    }
    expect(expectedPath(256)).toBeCloseTo(10.2448, 3);
  });
});

describe('scores', () => {
  test('lie between 0 and 1 whatever is asked, also where nothing is known', () => {
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    );
    const forest = growForest(normalRows(300, 3, 1), { seed: 1 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 0, maxLength: 4 }), (row) => {
        const score = scoreOf(forest, row);
        expect(score > 0 && score <= 1).toBe(true);
      }),
    );
  });

  test('what is far from all is isolated more easily than what lies among them', () => {
    const rows = normalRows(1_000, 3, 2);
    const forest = growForest(rows, { seed: 1 });
    const among = rows.map((row) => scoreOf(forest, row));
    const far = normalRows(50, 3, 3).map((row) =>
      scoreOf(
        forest,
        row.map((value) => value + 6),
      ),
    );
    expect(areaUnderCurve(far, among)).toBeGreaterThan(0.99);
  });

  test('a missing value speaks neither way: the path is the mean of both ways by the rows that went there', () => {
    const rows = normalRows(256, 1, 4);
    const { trees } = growForest(rows, { seed: 1, trees: 1, sample: 256 });
    const mean = rows.reduce((sum, row) => sum + pathThrough(trees, 0, row.map(Math.fround)), 0) / rows.length;
    expect(pathThrough(trees, 0, [Number.NaN])).toBeCloseTo(mean, 1);
  });

  test('a value that is missing makes an odd row no odder than the others of it', () => {
    const forest = growForest(normalRows(1_000, 2, 5), { seed: 2 });
    expect(scoreOf(forest, [8, Number.NaN])).toBeGreaterThan(scoreOf(forest, [0, Number.NaN]));
    expect(scoreOf(forest, [Number.NaN, Number.NaN])).toBeLessThan(scoreOf(forest, [8, Number.NaN]));
  });

  test('they are those of the package by its own trees, but for its constant', () => {
    const rows = normalRows(256, 3, 6);
    const random = seededRandom(9);
    const global = Math.random;
    const oracle = new Package({ nEstimators: 20 });
    try {
      Math.random = random;
      oracle.train(rows);
    } finally {
      Math.random = global;
    }
    const forest = growForest(rows, { seed: 1, trees: 200, sample: 256 });
    const theirs = oracle as unknown as { predict(rows: number[][]): number[] };
    const odd = normalRows(30, 3, 7).map((row) => row.map((value) => 3 * value));
    const asked = [...rows.slice(0, 100), ...odd];
    expect(
      spearman(
        asked.map((row) => scoreOf(forest, row)),
        theirs.predict(asked),
      ),
    ).toBeGreaterThan(0.9);
  });
});

/** Rank correlation. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
    const rank = new Array<number>(values.length);
    order.forEach(({ index }, position) => {
      rank[index] = position;
    });
    return rank;
  };
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  const product = (p: number[], q: number[]) =>
    p.reduce((sum, value, i) => sum + (value - middle) * ((q[i] ?? 0) - middle), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
