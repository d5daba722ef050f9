import { describe, expect, test } from 'vitest';
import type { HeldBack } from './conformal.ts';
import { poolOf, quantile } from './pool.ts';

/** A fixed stream of numbers in 0–1 (a linear congruence: Park and Miller 1988). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const ORIGINS = 24;
/** Errors of an origin; eight of them are within a factor of 1.4 of the seventeenth. */
const MANY = 24;
const ANCHOR = 17;

/** Errors of which each is the origin's by `alike` and its own by the rest. */
function originsOf(random: () => number, alike: number, each = MANY): HeldBack[] {
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  return Array.from({ length: ORIGINS }, (_, cell) => {
    const shared = normal();
    const own = () => Math.sqrt(alike) * shared + Math.sqrt(1 - alike) * normal();
    return { cell, ahead: each, errors: Float64Array.from({ length: each }, own) };
  });
}

const nobody = () => false;
const poolFrom = (held: readonly HeldBack[]) => poolOf(held, ANCHOR, 1);

/** Share of new errors inside p5–p95, over many histories of few origins. */
function inside(alike: number, each: number): number {
  const random = stream(1);
  let [within, count] = [0, 0];
  for (let trial = 0; trial < 200; trial++) {
    const pool = poolOf(originsOf(random, alike, each), Math.min(each, ANCHOR), 1);
    const [low, high] = [quantile(pool, 0.05, nobody), quantile(pool, 0.95, nobody)];
    for (const { errors } of originsOf(random, alike, each))
      for (const error of errors) {
        count++;
        if (error >= low && error <= high) within++;
      }
  }
  return within / count;
}

describe('of 24 origins, p5–p95 holds 90 % of what comes', () => {
  test.each([
    ['one error an origin', 0, 1],
    ['many, which have nothing to do with each other', 0, MANY],
    ['many, half of which is the origin’s', 0.5, MANY],
    ['many, all alike', 0.99, MANY],
  ])('%s', (_, alike, each) => {
    expect(inside(alike, each)).toBeGreaterThan(0.885);
    expect(inside(alike, each)).toBeLessThan(0.915);
  });
});

test('errors of an origin that are alike count for one, independent ones for themselves', () => {
  const random = stream(7);
  expect(poolFrom(originsOf(random, 0)).kin).toBeLessThan(2);
  expect(poolFrom(originsOf(random, 0.999)).kin).toBeGreaterThan(5);
});

test('errors that are all equal have no kin and one quantile', () => {
  const pool = poolFrom(originsOf(() => 0.5, 0.5));
  expect(pool.kin).toBe(1);
  expect([0.05, 0.5, 0.95].map((level) => quantile(pool, level, nobody))).toEqual([0, 0, 0]);
});

test('without any origin left there is no quantile', () => {
  expect(quantile(poolFrom(originsOf(stream(3), 0)), 0.95, () => true)).toBeNaN();
});
