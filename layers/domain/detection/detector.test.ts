import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricDefinition } from '../metric/catalogue.ts';
import { Detector, type Finding, type Heard } from './detector.ts';
import { seeded } from './made.fixture.ts';

const START = 1_790_000_000;
const anything = metricDefinition('value');

/** What is found of values at a step. */
function hear(
  values: readonly number[],
  { step = 60, budget = 1, at = (i: number) => START + i * step } = {},
): Finding[] {
  const detector = new Detector(anything, { budget });
  return values.map((value, i) => detector.hear({ at: at(i), value }));
}
const told = (findings: readonly Finding[]) =>
  findings.flatMap(({ notices, shape }, i) =>
    notices.includes('warn') ? [{ i, shape, page: notices.includes('page') }] : [],
  );

function noise(length: number, of: (i: number, normal: number) => number, seed = 5): number[] {
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length }, (_, i) => of(i, normal()));
}
const WEEK = 7 * 1_440;
const LONG = WEEK + 2_000;
/** Noise around 40, and from a week on something else for so many points. */
const after = (change: (value: number, since: number) => number, points = 2_000) =>
  noise(LONG, (i, normal) => (i < WEEK || i >= WEEK + points ? 40 + normal : change(40 + normal, i - WEEK)));

describe('each shape is found, and called by its name', () => {
  test.each([
    ['spike', after((value) => value + 15, 1), 1],
    ['level_shift', after((value) => value + 8), 5],
    ['dropout', after(() => 0, 10), 2],
    ['flatline', after(() => 40.25, 60), 10],
    ['variance_change', after((value) => 40 + 7 * (value - 40), 200), 60],
    ['drift', after((value, since) => value + since * 0.05), 240],
  ] as const)('%s', (shape, values, within) => {
    const found = told(hear(values)).filter(({ i }) => i >= WEEK);
    expect(found[0]?.i, 'told soon').toBeLessThanOrEqual(WEEK + within);
    expect(found.map((one) => one.shape)).toContain(shape);
  });
});

describe('what has nothing to tell stays quiet', () => {
  test.each([
    ['noise', noise(3 * WEEK, (_, normal) => 50 + normal)],
    ['a constant', new Array(WEEK).fill(5)],
    ['zeros', new Array(WEEK).fill(0)],
    ['a daily rhythm', noise(3 * WEEK, (i, normal) => 50 + 30 * Math.sin((i / 1_440) * 2 * Math.PI) + normal)],
  ])('%s', (_, values) => {
    expect(told(hear(values))).toEqual([]);
  });

  test('one value a day is learnt in months, and then an odd one is found', () => {
    const values = noise(400, (i, normal) => 100 + 5 * normal + (i === 300 ? 80 : 0));
    expect(told(hear(values, { step: 86_400 })).map(({ i }) => i)).toEqual([300]);
  });
});

describe('what feeds do', () => {
  const usual = noise(2 * WEEK, (_, normal) => 50 + normal);
  const times = {
    'a gap of five days': (i: number) => START + i * 60 + (i > WEEK ? 5 * 86_400 : 0),
    'a clock that steps back two hours': (i: number) => START + i * 60 - (i > WEEK && i < WEEK + 100 ? 7_200 : 0),
    'each time twice': (i: number) => START + Math.floor(i / 2) * 60,
  };

  test.each(Object.entries(times))('%s is no anomaly', (_, at) => {
    expect(told(hear(usual, { at }))).toEqual([]);
  });

  test('values that are none change nothing', () => {
    const holes = usual.flatMap((value) => [value, Number.NaN]);
    const found = hear(holes, { at: (i) => START + (i >> 1) * 60 }).filter((__, i) => i % 2 === 0);
    expect(found.map(({ score }) => score)).toEqual(hear(usual).map(({ score }) => score));
  });

  test('another unit is told once, and after two days it is what is usual', () => {
    const values = usual.map((value, i) => (i < WEEK ? value : 1_000 * value));
    const found = hear(values);
    expect(told(found).map(({ i }) => i)[0]).toBe(WEEK);
    expect(told(found).length).toBeLessThanOrEqual(2);
    const last = found.at(-1);
    expect(last?.lower).toBeGreaterThan(40_000);
    expect(last?.upper).toBeLessThan(60_000);
  });

  test.each([1e4, 1e6, 1e9])('one value of %d blinds nobody: a month later a small trouble is found', (size) => {
    const [glitch, trouble] = [10 * 288, 45 * 288];
    const values = noise(50 * 288, (i, normal) => 50 + normal + (i === glitch ? size : 0) + (i >= trouble ? 12 : 0));
    const found = told(hear(values, { step: 300 }));
    expect(found.filter(({ i }) => i > glitch && i < trouble)).toEqual([]);
    expect(found.find(({ i }) => i > glitch)?.i).toBeLessThanOrEqual(trouble + 2);
  });

  test('numbers that no one should send break nothing', () => {
    for (const size of [1e300, -1e300, 1e-300, 0]) {
      const found = hear(noise(2_000, (_, normal) => size * (1 + normal / 100)));
      expect(found.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
    }
  });
});

test('a score is a share: of quiet points, about one in a hundred is at 0.99 and above', () => {
  const found = hear(noise(6 * WEEK, (_, normal) => 50 + normal)).slice(WEEK);
  const share = found.filter(({ score }) => score >= 0.99).length / found.length;
  expect(share).toBeGreaterThan(0.001);
  expect(share).toBeLessThan(0.05);
});

test('a smaller budget asks for more', () => {
  const values = after((value) => value + 5, 1);
  const strict = told(hear(values, { budget: 1 / 16 })).filter(({ i }) => i >= WEEK);
  const usual = told(hear(values)).filter(({ i }) => i >= WEEK);
  expect(strict.length).toBeLessThanOrEqual(usual.length);
  expect(hear(values, { budget: 1 / 16 })[WEEK]?.score).toBeLessThan(hear(values)[WEEK]?.score ?? 0);
});

test('at a cold start only what is enormous is told, and it is said', () => {
  const found = hear(noise(600, (i, normal) => 50 + normal + (i === 300 ? 4 : 0) + (i === 500 ? 40 : 0)));
  expect(found.every(({ learning }) => learning)).toBe(true);
  expect(told(found).map(({ i }) => i)).toEqual([500]);
});

test('whatever comes, it never looks ahead, and the same points give the same answers', () => {
  const anyPoint = fc.record({ at: fc.integer({ min: 0, max: 2 ** 32 }), value: fc.double() });
  const heard = (points: readonly Heard[]) => {
    const detector = new Detector(anything);
    return points.map((point) => detector.hear(point));
  };
  fc.assert(
    fc.property(fc.array(anyPoint, { maxLength: 300 }), fc.nat(300), (points, cut) => {
      expect(heard(points.slice(0, cut))).toEqual(heard(points).slice(0, cut));
    }),
  );
});
