import { afterAll, expect, test } from 'vitest';
import { augursModels } from './models.ts';

const models = augursModels();
afterAll(() => models.close());

const DAY = 86_400;
const season = (index: number): number => 50 + 10 * Math.sin((2 * Math.PI * index) / 96);
const week = Array.from({ length: 7 * 96 }, (_, index) => season(index) + ((index * 7_919) % 13) / 13 - 0.5);
const rounded = (values: readonly number[] | undefined) => values?.map((value) => Math.round(value));

test('MSTL and Prophet go on with the season', async () => {
  const wanted = [0, 6, 12, 18, 24].map((index) => season(week.length + index));
  const at = (path: readonly number[] | undefined) => [0, 6, 12, 18, 24].map((index) => path?.[index] ?? Number.NaN);
  const mstl = at(await models.mstl(week, 96, 25));
  const prophet = at(await models.prophet({ start: 0, step: 900, values: week, ahead: 25, seasons: [DAY], seed: 1 }));
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs((mstl[index] ?? Number.NaN) - value)).toBeLessThan(1.5);
    expect(Math.abs((prophet[index] ?? Number.NaN) - value)).toBeLessThan(1.5);
  }
});

test('ETS follows a trend', async () => {
  const line = Array.from({ length: 200 }, (_, index) => 3 * index + ((index * 7_919) % 13) / 13);
  const path = await models.ets(line, 10);
  expect(path).toHaveLength(10);
  expect(Math.abs((path?.at(-1) ?? Number.NaN) - 3 * 209)).toBeLessThan(5);
});

test('gaps do not stop Prophet', async () => {
  const holes = week.map((value, index) => (index % 5 === 0 ? Number.NaN : value));
  const path = await models.prophet({ start: 0, step: 900, values: holes, ahead: 2, seasons: [DAY], seed: 1 });
  expect(rounded(path)).toEqual([50, 51]);
});

test('growth towards a ceiling stays under it', async () => {
  const growth = Array.from({ length: 400 }, (_, index) => 90 / (1 + Math.exp(-(index - 200) / 40)) + (index % 3) / 10);
  const path = await models.prophet({
    start: 0,
    step: 900,
    values: growth,
    ahead: 96,
    seasons: [],
    ceiling: 92,
    seed: 1,
  });
  expect(path?.every((value) => value > 80 && value <= 93)).toBe(true);
});

test.each([
  ['zeros', 0],
  ['a constant', 42.5],
  ['a constant up to rounding', 1e9],
])('%s, on which the optimiser traps, is answered without it', async (_, value) => {
  const values = Array.from({ length: 50 }, (_, index) => value * (1 + (index % 2) * 1e-12));
  const [first, second] = await Promise.all([
    models.ets(values, 3),
    models.prophet({ start: 0, step: 900, values, ahead: 3, seasons: [DAY], seed: 1 }),
  ]);
  expect(first?.map(Math.round)).toEqual([value, value, value].map(Math.round));
  expect(second).toEqual(first);
});

test('a calm day on which the optimiser traps has an answer all the same', async () => {
  const [start, step] = [1_795_699_140, 60];
  const values = Array.from({ length: 1_214 }, (_, index) => {
    const at = start + index * step;
    return 30 + Math.sin(at * 12.9898) * Math.cos(at * 78.233);
  });
  const path = await models.prophet({ start, step, values, ahead: 60, seasons: [], seed: 1_077_484_408 });
  expect(new Set(rounded(path))).toEqual(new Set([30]));
});

test('the same question has the same answer', async () => {
  const request = { start: 0, step: 900, values: week, ahead: 5, seasons: [DAY], seed: 7 };
  expect(await models.prophet(request)).toEqual(await models.prophet(request));
});

test('what a model cannot do is no answer, and the next question has one', async () => {
  expect(await models.mstl([1, 2, 3, 4], 96, 5)).toBeUndefined();
  expect(await models.mstl(week, 96, 5)).toHaveLength(5);
  expect(await models.ets([Number.NaN, 3], 5)).toBeUndefined();
});
