import { expect, test } from 'vitest';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { casesOf } from './cases.ts';
import { parseOptions } from './options.ts';
import { summary } from './ramps.ts';
import { scoresOf, summarise } from './score.ts';
import { errorTable, rampTable } from './table.ts';

const HOUR = 3_600;
const series = {
  name: 'a',
  step: HOUR,
  definition: metricDefinition('value'),
  points: Array.from({ length: 240 }, (_, hour) => ({ at: hour * HOUR, value: hour })),
};

test('a case knows nothing of what came', () => {
  const cases = casesOf(series, 4);
  expect(cases).toHaveLength(4);
  for (const { input, came, scale } of cases) {
    const now = input.points.at(-1)?.at ?? 0;
    expect(Math.min(...came.keys())).toBeGreaterThan(now);
    expect(came.size).toBe(24);
    expect(scale).toBe(24);
  }
});

test('a series that never moves has no unit of error, and so no case', () => {
  const still = { ...series, points: series.points.map(({ at }) => ({ at, value: 7 })) };
  expect(casesOf(still, 4)).toEqual([]);
});

const [one] = casesOf(series, 1);
if (one === undefined) throw new Error('there is a case');
const times = [...one.came.keys()];
const answerOf = (off: number, room: number) => {
  const middle = [...one.came.values()].map((value) => value + off);
  return { at: times, middle, low: middle.map((value) => value - room), high: middle.map((value) => value + room) };
};

test('errors are in units of the seasonal naive error, coverage is the share inside', () => {
  expect(scoresOf(one, answerOf(12, 13))).toMatchObject({ mase: [0.5, 0.5, 0.5], inside: [1, 1, 1] });
  expect(scoresOf(one, answerOf(12, 11))?.inside).toEqual([0, 0, 0]);
});

test('the quantile loss punishes width as well as misses', () => {
  const loss = (off: number, room: number) => scoresOf(one, answerOf(off, room))?.pinball[2] ?? 0;
  expect(loss(0, 0)).toBe(0);
  expect(loss(0, 10)).toBeGreaterThan(loss(0, 5));
  expect(loss(12, 1)).toBeGreaterThan(loss(12, 12));
});

test('who abstains is counted, and gains nothing by it', () => {
  const good = scoresOf(one, answerOf(0, 1));
  const bad = scoresOf(one, answerOf(24, 1));
  const [first, second] = summarise(
    new Map([
      ['brave', { scores: [good, bad], ms: 1 }],
      ['shy', { scores: [good, undefined], ms: 1 }],
    ]),
  );
  expect(first).toMatchObject({ answered: 2, mase: [0, 0, 0] });
  expect(second).toMatchObject({ answered: 1, asked: 2, mase: [0, 0, 0] });
});

test('a ramp that was not foreseen errs by its whole lead time; one that stays is false where foreseen', () => {
  const ramp = (name: string, crosses: number | null) => ({
    name,
    step: HOUR,
    bounds: [0, 100] as const,
    limit: 90,
    points: [{ at: 0, value: 1 }],
    future: [],
    crosses,
  });
  const told = summary(
    'm',
    [
      { ramp: ramp('leak_0', 100), at: 110 },
      { ramp: ramp('leak_1', 100), at: null },
      { ramp: ramp('disk_0', 100), at: 60 },
      { ramp: ramp('quiet_0', null), at: 5 },
      { ramp: ramp('quiet_1', null), at: null },
    ],
    1,
  );
  expect(told).toMatchObject({
    crossing: 3,
    within: 1 / 3,
    median_error: 0.4,
    unforeseen: 1,
    staying: 2,
    false_ones: 1,
  });
  expect(told.kinds).toEqual({ leak: 0.55, disk: 0.4 });
  expect(rampTable([told])).toContain('| m ');
});

test('the table shows what is left of the naive error', () => {
  const rows = summarise(
    new Map([
      ['seasonal_naive', { scores: [scoresOf(one, answerOf(24, 1))], ms: 1 }],
      ['auto', { scores: [scoresOf(one, answerOf(6, 9))], ms: 12 }],
    ]),
  );
  expect(errorTable('set', rows)).toContain('0.25 / 0.25 / 0.25');
});

test('options are checked', () => {
  expect(parseOptions(['--quick', '--methods', 'auto,prophet'])).toMatchObject({
    origins: 3,
    methods: ['auto', 'prophet'],
  });
  expect(() => parseOptions(['--methods', 'magic'])).toThrow('There is no method magic.');
  expect(() => parseOptions(['--seed', 'x'])).toThrow('no whole number');
  expect(() => parseOptions(['--nope'])).toThrow();
});
