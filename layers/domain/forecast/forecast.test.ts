import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricDefinition } from '../metric/catalogue.ts';
import type { SeriesValue } from '../series/average.ts';
import { breachOf, type Forecast, type ForecastInput, forecast, METHODS, type Models, ownModels } from './forecast.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const noise = (index: number): number => ((index * 7_919) % 31) / 31 - 0.5;
const wave = (at: number): number => 20 * Math.sin((2 * Math.PI * at) / DAY);

const made = (days: number, step: number, of: (at: number, index: number) => number): SeriesValue[] =>
  Array.from({ length: Math.round((days * DAY) / step) }, (_, index) => ({
    at: 1_000_000 + index * step,
    value: of(index * step, index),
  }));

const inputOf = (points: readonly SeriesValue[], more: Partial<ForecastInput> = {}): ForecastInput => ({
  points,
  step: 300,
  definition: metricDefinition('value'),
  horizon: DAY,
  seed: 1,
  ...more,
});

async function foreseen(input: ForecastInput, models: Models = ownModels): Promise<Forecast> {
  const answer = await forecast(input, models);
  if (answer.outcome === 'abstained') throw new Error(answer.reason);
  return answer;
}
async function reasonOf(input: ForecastInput, models: Models = ownModels): Promise<string> {
  const answer = await forecast(input, models);
  if (answer.outcome === 'forecast') throw new Error('it did not abstain');
  return answer.reason;
}
const middles = ({ points }: Forecast): number[] => points.map(({ quantiles }) => quantiles[3] ?? Number.NaN);

const seasonal = made(7, 300, (at, index) => 50 + wave(at) + 4 * noise(index));

test('a daily season is foreseen, with when it crosses a threshold', async () => {
  const answer = await foreseen(inputOf(seasonal));
  expect(answer.points).toHaveLength(288);
  expect(answer.points[0]?.at).toBe((seasonal.at(-1)?.at ?? 0) + 300);
  for (const [index, middle] of middles(answer).entries())
    expect(Math.abs(middle - (50 + wave((seasonal.length + index) * 300)))).toBeLessThan(2);
  expect(answer.coverage).toBeGreaterThan(0.85);
  const breach = breachOf(answer, 65, 'up');
  expect(breach.probability).toBe(1);
  const crossing = (Math.asin(0.7) / (2 * Math.PI)) * DAY;
  expect(Math.abs((breach.at ?? 0) - (1_000_000 + 7 * DAY + crossing))).toBeLessThan(1_800);
  expect(breachOf(answer, 75, 'up').probability).toBe(0);
});

test('what comes is inside the interval about as often as it says', async () => {
  const all = made(15, 900, (at, index) => 50 + wave(at) + 10 * noise(index));
  let inside = 0;
  let count = 0;
  for (let end = 700; end + 96 <= all.length; end += 60) {
    const answer = await foreseen(inputOf(all.slice(0, end), { step: 900 }));
    for (const [index, { quantiles }] of answer.points.entries()) {
      const value = all[end + index]?.value ?? Number.NaN;
      count++;
      if (value >= (quantiles[0] ?? 0) && value <= (quantiles[6] ?? 0)) inside++;
    }
  }
  expect(inside / count).toBeGreaterThan(0.86);
  expect(inside / count).toBeLessThan(0.97);
});

test('a leak is followed, and its time to the limit told', async () => {
  const points = made(
    6,
    300,
    (at, index) => 30 + 0.05 * wave(at) + 0.5 * noise(index) + Math.max(0, at - 5 * DAY) / 2_400,
  );
  const answer = await foreseen(inputOf(points, { definition: metricDefinition('memory_usage') }));
  expect(answer.method).toBe('gated');
  const { at, probability, earliest } = breachOf(answer, 90, 'up');
  // 30 + 36 after a day: 24 are left, 16 hours
  const lead = 16 * HOUR;
  expect(probability).toBeGreaterThan(0.9);
  expect(Math.abs((at ?? 0) - (points.at(-1)?.at ?? 0) - lead)).toBeLessThan(0.15 * lead);
  expect(earliest).toBeLessThanOrEqual(at ?? 0);
});

test('a level that was never seen is foreseen along a line alone', async () => {
  const saw = made(7, 300, (at, index) => 30 + (50 * (at % (7 * HOUR))) / (7 * HOUR) + noise(index));
  expect(breachOf(await foreseen(inputOf(saw)), 90, 'up').probability).toBe(0);
});

test('the same points and seed give the same forecast', async () => {
  expect(await forecast(inputOf(seasonal), ownModels)).toEqual(await forecast(inputOf(seasonal), ownModels));
});

test('a forecast of other units is the forecast in other units', async () => {
  const inBytes = seasonal.map(({ at, value }) => ({ at, value: 1_024 * value }));
  const [one, other] = [await foreseen(inputOf(seasonal)), await foreseen(inputOf(inBytes))];
  for (const [index, middle] of middles(one).entries()) expect(middles(other)[index]).toBeCloseTo(1_024 * middle, 3);
  expect(other.coverage).toBeCloseTo(one.coverage, 9);
  expect(other.error).toBeCloseTo(one.error, 9);
});

const anyValue = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, 1e9, -5, Number.POSITIVE_INFINITY) },
);
const anyPoints = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), anyValue), { minLength: 30, maxLength: 120 })
  .map((rows) => {
    let at = 0;
    return rows.map(([gap, value]) => {
      at += 300 * gap;
      return { at, value };
    });
  });

test('quantiles never fall, stay within the metric’s bounds, and every one is a number', async () => {
  await fc.assert(
    fc.asyncProperty(anyPoints, fc.constantFrom(HOUR, 2 * HOUR), async (points, horizon) => {
      const definition = { ...metricDefinition('value'), bounds: [0, 100] as const };
      const answer = await forecast(inputOf(points, { definition, horizon }), ownModels);
      if (answer.outcome === 'abstained') {
        expect(answer.reason).toMatch(/^[A-Z0-9].*\.$/);
        return;
      }
      expect(answer.points).toHaveLength(horizon / 300);
      for (const { quantiles } of answer.points) {
        expect(quantiles).toHaveLength(7);
        expect(quantiles.every((value) => value >= 0 && value <= 100)).toBe(true);
        expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
      }
      expect(answer.paths?.flat().every((value) => value >= 0 && value <= 100)).toBe(true);
      expect(answer.error).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});

test('a constant series stays what it is', async () => {
  for (const constant of [0, 42.5]) {
    const answer = await foreseen(inputOf(made(3, 300, () => constant)));
    expect(new Set(answer.points.flatMap(({ quantiles }) => quantiles))).toEqual(new Set([constant]));
    expect(answer).toMatchObject({ coverage: 1, error: 0 });
    expect(breachOf(answer, 90, 'up').probability).toBe(0);
  }
});

test('of a series that changed its unit only what came after counts', async () => {
  const points = made(9, 300, (at, index) => (at < 4 * DAY ? 1_000 : 1) * (50 + wave(at) + noise(index)));
  const answer = await foreseen(inputOf(points));
  expect(answer.made_from).toBeLessThanOrEqual(5 * 288 + 36);
  expect(Math.max(...answer.points.map(({ quantiles }) => quantiles[6] ?? 0))).toBeLessThan(90);
  const young = made(9, 300, (at) => (at < 8.8 * DAY ? 50_000 + at / 1_000 : 50));
  expect(await reasonOf(inputOf(young))).toMatch(
    /needs 48 h of history; there are \d+ (h|min) since it changed its scale/,
  );
});

test('it abstains in a sentence', async () => {
  expect(await reasonOf(inputOf([]))).toBe('A forecast needs 24 points at least; the series has 0.');
  expect(await reasonOf(inputOf(made(1, 300, wave)))).toBe('A forecast of 24 h needs 48 h of history; there are 24 h.');
  const holes = made(6, 300, wave).filter((_, index) => index % 5 === 0);
  expect(await reasonOf(inputOf(holes))).toBe('80 % of the history is missing; at most 50 % may.');
});

test('gaps, irregular times and points out of order are survived', async () => {
  const rough = seasonal
    .filter((_, index) => index % 11 !== 0 && !(index > 900 && index < 960))
    .map(({ at, value }, index) => ({ at: at + (index % 7) * 9, value: index % 50 === 0 ? Number.NaN : value }))
    .reverse();
  const [clean, answer] = [middles(await foreseen(inputOf(seasonal))), middles(await foreseen(inputOf(rough)))];
  const off = answer.map((middle, index) => Math.abs(middle - (clean[index] ?? Number.NaN)));
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(1.5);
});

test('a minute’s series is foreseen a minute at a time', async () => {
  const points = made(3, 60, (at, index) => 50 + wave(at) + noise(index));
  const answer = await foreseen(inputOf(points, { step: 60 }));
  expect(answer.points).toHaveLength(1_440);
  expect(answer.points[1]?.at).toBe((answer.points[0]?.at ?? 0) + 60);
});

/** Models that count what they are asked, and answer a level. */
function counting(answer: number | undefined): Models & { asked: Record<'ets' | 'mstl' | 'prophet', number> } {
  const asked = { ets: 0, mstl: 0, prophet: 0 };
  const say = (model: keyof typeof asked, ahead: number): Promise<number[] | undefined> => {
    asked[model]++;
    return Promise.resolve(answer === undefined ? undefined : new Array<number>(ahead).fill(answer));
  };
  return {
    asked,
    ets: (_, ahead) => say('ets', ahead),
    mstl: (_values, _period, ahead) => say('mstl', ahead),
    prophet: ({ ahead }) => say('prophet', ahead),
  };
}

test('each method can be asked for by name', async () => {
  for (const method of METHODS) {
    const answer = await foreseen(inputOf(seasonal, { method, horizon: 4 * HOUR }), counting(50));
    expect(answer.method).toBe(method);
    expect(answer.tried.map((one) => one.method)).toEqual([method]);
  }
});

test('the contest is cheap: no model of others is asked about an ordinary week', async () => {
  const models = counting(50);
  const { tried } = await foreseen(inputOf(seasonal), models);
  expect(models.asked).toEqual({ ets: 0, mstl: 0, prophet: 0 });
  expect(tried.length).toBeGreaterThan(1);
  expect(tried.every(({ error }) => error >= 0)).toBe(true);
});

test('what is asked for costs a bounded number of fits', async () => {
  const models = counting(50);
  await forecast(inputOf(seasonal, { method: 'prophet' }), models);
  expect(models.asked.prophet).toBeGreaterThan(3);
  expect(models.asked.prophet).toBeLessThanOrEqual(9);
});

test('Prophet joins where the history is long, and is taken only if it errs less', async () => {
  const month = made(24, 900, (at, index) => 50 + wave(at) + 4 * noise(index));
  const models = counting(50);
  const answer = await foreseen(inputOf(month, { step: 900 }), models);
  expect(models.asked.prophet).toBeGreaterThan(0);
  expect(answer.tried.map(({ method }) => method)).toContain('prophet');
  expect(answer.method).not.toBe('prophet');
});

test('a model that fails is no failure of the forecast, unless it was asked for', async () => {
  const month = made(24, 900, (at, index) => 50 + wave(at) + 4 * noise(index));
  expect((await foreseen(inputOf(month, { step: 900 }), counting(undefined))).outcome).toBe('forecast');
  expect(await reasonOf(inputOf(month, { step: 900, method: 'prophet' }), counting(undefined))).toBe(
    'The prophet model gave no forecast of this series.',
  );
});
