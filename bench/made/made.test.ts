import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Fault, strike } from './faults.ts';
import { DAY } from './habits.ts';
import { type Kind, World } from './kind.ts';
import { KINDS } from './kinds/index.ts';
import { makeRamps } from './ramps.ts';
import { seeded } from './random.ts';
import { type MadeSeries, makeSeries, type Plan } from './series.ts';
import { makeSet, PLANS } from './set.ts';
import { timestamp } from './write.ts';

const plan: Plan = { folder: 'test', step: 1, days: [4, 4], stretch: 1, grace: 10, of: 1 };

const wholeSet = [...makeSet(1)];

function first(seed: number, count: number): MadeSeries[] {
  const set = makeSet(seed);
  return Array.from({ length: count }, () => set.next().value).filter((series) => series !== undefined);
}

test('the same seed makes the same series, another seed makes others', () => {
  expect(first(1, 3)).toEqual(wholeSet.slice(0, 3));
  expect(first(2, 3)).not.toEqual(wholeSet.slice(0, 3));
});

// A detector that looks better because the series became easier is no better.
test('the series that are judged stay as they are', () => {
  const digest = createHash('sha256');
  for (const { file, points, windows } of wholeSet) {
    digest.update(JSON.stringify([file, windows, points.length, points.filter((_, i) => i % 100 === 0)]));
  }
  expect(digest.digest('hex').slice(0, 16)).toBe('d7f4c5816c4a43cb');
});

test('as many series of each resolution as planned, each under its own name', () => {
  const names = wholeSet.map(({ file }) => file);
  expect(new Set(names).size).toBe(names.length);
  for (const { folder, of } of PLANS) expect(names.filter((name) => name.startsWith(`${folder}/`))).toHaveLength(of);
});

test.each(KINDS.map((kind) => [kind.name, kind] as const))(
  '%s stays within its bounds, in order and finite',
  (_, kind) => {
    const { points } = makeSeries(kind, plan, 0, 5);
    expect(points.length).toBeGreaterThan(3.9 * DAY);
    const outside = points.filter(({ value }) => !(value >= kind.bounds[0] && value <= kind.bounds[1]));
    expect(outside).toEqual([]);
    expect(points.filter(({ at }, i) => i > 0 && at <= (points[i - 1]?.at ?? 0))).toEqual([]);
  },
);

test('windows begin where the fault begins, last a grace longer than it, and do not touch', () => {
  let seen = 0;
  for (const { windows, faults, points, step } of wholeSet) {
    expect(windows).toHaveLength(faults.length);
    windows.forEach(([from, to], i) => {
      const fault = faults[i];
      if (!fault) throw new Error('a window without a fault');
      seen += 1;
      const zero = points[0]?.at ?? 0;
      expect(from).toBeLessThanOrEqual(zero + 60 * fault.start);
      expect(from).toBeGreaterThan(zero + 60 * fault.start - step);
      expect(to).toBeGreaterThan(zero + 60 * fault.end);
      expect(from).toBeGreaterThan(windows[i - 1]?.[1] ?? 0);
      expect(to).toBeLessThanOrEqual(points.at(-1)?.at ?? 0);
    });
  }
  expect(seen).toBeGreaterThan(60);
});

test.each(KINDS.flatMap((kind) => [...new Set(kind.faults)].map((fault) => [kind.name, fault, kind] as const)))(
  '%s: "%s" changes the values of its own minutes alone',
  (_, fault, kind: Kind) => {
    const world = new World(2 * DAY, seeded(9));
    const quiet = kind.quiet(world);
    const struck = quiet.slice();
    const when: Fault = { kind: fault, start: DAY, end: DAY + 40, severity: 0 };
    strike(struck, when, kind, seeded(4));
    const changed = [...struck.keys()].filter((minute) => struck[minute] !== quiet[minute]);
    expect(changed.length).toBeGreaterThan(30);
    expect(changed.every((minute) => minute >= DAY && minute < DAY + 40)).toBe(true);
  },
);

test('ramps cross or stay as their kind says, and not before half an hour', () => {
  const ramps = [...makeRamps(1)];
  const crossing = ramps.filter(({ crosses }) => crosses !== null);
  expect([ramps.length, crossing.length]).toEqual([140, 80]);
  for (const { points, future, crosses, limit } of ramps) {
    const now = points.at(-1)?.at ?? 0;
    if (crosses === null) expect(future.filter(({ value }) => value >= limit)).toEqual([]);
    else {
      expect(crosses).toBeGreaterThanOrEqual(now + 30 * 60);
      expect(future.some(({ value }) => value >= limit)).toBe(true);
    }
  }
});

test('times are written as NAB writes them', () => {
  expect(timestamp(1_772_409_600)).toBe('2026-03-02 00:00:00');
});
