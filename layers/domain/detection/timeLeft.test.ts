import { expect, test } from 'vitest';
import type { Level } from '../anomaly/anomaly.ts';
import { fold } from './engine.ts';
import { type Random, START, seeded } from './made.fixture.ts';
import type { SeriesState } from './seriesState.ts';

const MINUTE = 60;
const LIMIT = 90;
const REST = 18;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** When each level was first told, in minutes after the course began; `course` gives its value by the minute. */
function told(
  course: (minutes: number) => number,
  { seed, metric = 'cpu_usage', step = 10, noise = 1.5, minutes = 60 }: Made,
): Partial<Record<Level, number>> {
  const random = seeded(seed);
  let state: SeriesState | undefined;
  const first: Partial<Record<Level, number>> = {};
  for (let at = -40 * MINUTE; at < minutes * MINUTE; at += step) {
    const value = course(Math.max(0, at / MINUTE)) + noise * normal(random);
    const sample = { service: 'orders', metric, source: 'cloudwatch' as const, at: START + at, step, value };
    const folded = fold(state, sample, { now: START + at + step, acting: false });
    state = folded.state;
    for (const { level } of at < 0 ? [] : folded.changed) first[level] ??= at / MINUTE;
  }
  return first;
}
interface Made {
  seed: number;
  metric?: string;
  step?: number;
  noise?: number;
  minutes?: number;
}

test.each([
  { pace: 1.7, step: 10 },
  { pace: 2.2, step: 10 },
  { pace: 1.7, step: 60 },
])(
  'a climb of $pace % a minute in steps of $step s is told early, and pages when about a quarter of an hour is left',
  ({ pace, step }) => {
    for (const seed of SEEDS) {
      const { warn = Number.NaN, page = Number.NaN } = told((t) => REST + pace * t, { seed, step });
      const left = (LIMIT - REST - pace * page) / pace;
      expect(warn, `seed ${seed}: told`).toBeLessThan(12);
      expect(left, `seed ${seed}: minutes left`).toBeLessThan(20);
      expect(left, `seed ${seed}: minutes left`).toBeGreaterThan(10);
    }
  },
);

test('what climbs fast pages as soon as it is told', () => {
  for (const seed of SEEDS) {
    const { warn = Number.NaN, page } = told((t) => REST + 8 * t, { seed, minutes: 8 });
    expect(page, `seed ${seed}`).toBeLessThan(warn + 1);
  }
});

test.each([10, 60])('a jump pages within four points of %d s, however far the limit is', (step) => {
  for (const seed of SEEDS) {
    const { page } = told((t) => (t > 0 ? 45 : REST), { seed, step });
    expect(page, `seed ${seed}`).toBeLessThanOrEqual((4 * step) / MINUTE);
  }
});

test('what climbed and stands well below its limit is told and pages nobody', () => {
  for (const seed of SEEDS) {
    const levels = told((t) => REST + 1.7 * Math.min(t, 20), { seed });
    expect(levels, `seed ${seed}`).toMatchObject({ warn: expect.any(Number) });
    expect(levels.page, `seed ${seed}`).toBeUndefined();
  }
});

test('at its limit it pages, however slowly it came', () => {
  const course = (t: number) => Math.min(91, REST + 1.2 * t);
  const { page = Number.NaN } = told(course, { seed: 1, noise: 0, minutes: 90 });
  expect(page).toBeLessThanOrEqual(60.4); // the limit is reached at the sixtieth minute
});

test('what users feel pages however slowly it comes', () => {
  const { page } = told((t) => 40 + 12 * t, { seed: 1, metric: 'latency_p50', noise: 3 });
  expect(page).toBeLessThan(20);
});
