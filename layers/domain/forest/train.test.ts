import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import { decodeForest, decodeForestHead, encodeForest, forestHeadEnd } from './codec.ts';
import { START, STEP, serviceHistory } from './forest.fixture.ts';
import { rarityAt, reasonsAt } from './judge.ts';
import { isReady, READY_SAMPLES } from './model.ts';
import { replay } from './replay.ts';
import type { Residual } from './residuals.ts';
import { RULE } from './rule.ts';
import { isDue, trainForest } from './train.ts';

const trainedAt = START + 100_000;
const model = trainForest(serviceHistory(800), { version: 3, trainedAt });

/** The service's moment as residuals: metrics that are not named are as expected. */
const heard = (residuals: Record<string, number>): Map<string, Residual> =>
  new Map(
    model.summary.metrics.map((metric) => {
      const residual = residuals[metric] ?? 0;
      return [metric, { value: residual, expected: 0, lower: -4, upper: 4, residual }];
    }),
  );

describe('replay', () => {
  test('a row a moment from the moment at which detection is ready, in the order of the names', () => {
    const { metrics, samples, rows } = replay(serviceHistory(60));
    expect(metrics).toEqual(['connection_pool_usage', 'cpu_usage', 'memory_usage', 'request_rate']);
    expect(samples).toBe(60);
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.length).toBeLessThan(60);
    for (const row of rows) expect(row.every((value) => Math.abs(value) < 20)).toBe(true);
  });

  test('nothing looks ahead: what came before a cut is the same without what comes after it', () => {
    const whole = replay(serviceHistory(120)).rows;
    const cut = replay(serviceHistory(90)).rows;
    expect(whole.slice(0, cut.length)).toEqual(cut);
  });

  test('a metric that is missing at a moment leaves a hole in its row; a moment with less than half is none', () => {
    const history = serviceHistory(60);
    const series = new Map(history.series);
    const without = (metric: string, at: number) =>
      series.set(
        metric,
        (series.get(metric) ?? []).filter((point) => point.at !== at),
      );
    const [gap, silent] = [START + 40 * STEP, START + 45 * STEP];
    without('memory_usage', gap);
    for (const metric of ['memory_usage', 'cpu_usage', 'request_rate']) without(metric, silent);
    const { samples, rows } = replay({ ...history, series });
    expect(samples).toBe(59);
    expect(rows.filter((row) => row.some(Number.isNaN))).toHaveLength(1);
  });

  test('what paged does not teach', () => {
    const history = serviceHistory(200);
    const series = new Map(history.series);
    const memory = series.get('memory_usage') ?? [];
    series.set(
      'memory_usage',
      memory.map((point, i) => (i >= 150 && i < 180 ? { ...point, value: 97 } : point)),
    );
    const { samples, rows } = replay({ ...history, series });
    expect(samples).toBe(200);
    expect(Math.max(...rows.map((row) => row[2] ?? 0))).toBeLessThan(15);
  });
});

describe('training', () => {
  test('the same history and version give the same bytes; another version another forest', () => {
    const again = trainForest(serviceHistory(800), { version: 3, trainedAt });
    expect(encodeForest(again)).toEqual(encodeForest(model));
    expect(encodeForest(trainForest(serviceHistory(800), { version: 4, trainedAt }))).not.toEqual(encodeForest(model));
  });

  test('from fifty moments on there is a forest, with fewer it is told how many there are', () => {
    const few = trainForest(serviceHistory(READY_SAMPLES - 1), { version: 1, trainedAt });
    expect(few.standing).toBeUndefined();
    expect([few.summary.samples, isReady(few.summary)]).toEqual([READY_SAMPLES - 1, false]);
    const enough = trainForest(serviceHistory(READY_SAMPLES), { version: 1, trainedAt });
    expect(enough.standing).toBeDefined();
    expect([enough.summary.samples, isReady(enough.summary)]).toEqual([READY_SAMPLES, true]);
  });

  test('how good it is was measured on what it had not seen', () => {
    const { evaluation } = model.summary;
    expect(evaluation?.held_back).toBe(Math.floor(model.summary.rows / 5));
    expect(evaluation?.flagged).toBeLessThan(0.02);
    expect(evaluation?.auc_spikes).toBeGreaterThan(0.9);
    expect(evaluation?.auc_broken).toBeGreaterThan(0.75);
  });

  test('it is due at once, then when half as much again is known, and each day', () => {
    const summary = (samples: number) => ({ ...model.summary, samples, rows: samples });
    expect(isDue(undefined, trainedAt)).toBe(true);
    expect(isDue({ ...model.summary, samples: 20, rows: 0 }, trainedAt + 1)).toBe(true);
    expect(isDue(summary(60), trainedAt + 29 * 60)).toBe(false);
    expect(isDue(summary(60), trainedAt + 30 * 60)).toBe(true);
    expect(isDue(summary(10_000), trainedAt + 86_399)).toBe(false);
    expect(isDue(summary(10_000), trainedAt + 86_400)).toBe(true);
  });

  test('a history without a metric, or of one, is no failure', () => {
    expect(
      trainForest({ service: 'mute', step: 60, series: new Map() }, { version: 1, trainedAt }).standing,
    ).toBeUndefined();
    const history = serviceHistory(100);
    const one = { ...history, series: new Map([['cpu_usage', history.series.get('cpu_usage') ?? []]]) };
    expect(isReady(trainForest(one, { version: 1, trainedAt }).summary)).toBe(true);
  });
});

describe('the object', () => {
  test('what is read is what was written, and it is small', () => {
    const bytes = encodeForest(model);
    expect(decodeForest(bytes)).toEqual(model);
    expect(bytes.length).toBeLessThan(100_000);
  });

  test('a forest of too few points is kept too', () => {
    const few = trainForest(serviceHistory(10), { version: 1, trainedAt });
    expect(decodeForest(encodeForest(few))).toEqual(few);
  });

  test('the summary is told from the beginning alone', () => {
    const bytes = encodeForest(model);
    const end = forestHeadEnd(bytes.slice(0, 9));
    expect(decodeForestHead(bytes.slice(0, end))).toEqual(model.summary);
    expect(() => decodeForestHead(bytes.slice(0, end - 1))).toThrow(RangeError);
  });

  test('what is no forest, of another version, cut short or tangled is refused', () => {
    const bytes = encodeForest(model);
    expect(() => decodeForest(new Uint8Array(40))).toThrow('not a forest');
    const newer = bytes.slice();
    newer[4] = 9;
    expect(() => decodeForest(newer)).toThrow('version 9');
    expect(() => decodeForest(bytes.slice(0, -1))).toThrow(RangeError);
    const random = seededRandom(1);
    for (let i = 0; i < 50; i++) {
      const cut = bytes.slice(0, Math.floor(random() * bytes.length));
      expect(() => decodeForest(cut)).toThrow();
    }
  });
});

describe('asking', () => {
  test('what is usual is common, what is far out is rare', () => {
    expect(rarityAt(model, heard({}))).toBeGreaterThan(0.3);
    expect(rarityAt(model, heard({ cpu_usage: 12, memory_usage: 9 }))).toBeLessThan(RULE.rarity.warn);
  });

  test('a broken correlation is found where each metric is usual by itself, and named', () => {
    const together = heard({ request_rate: 2, cpu_usage: 2, connection_pool_usage: 2 });
    const broken = heard({ request_rate: -2, cpu_usage: 2, connection_pool_usage: -2 });
    expect(rarityAt(model, together)).toBeGreaterThan(0.02);
    expect(rarityAt(model, broken)).toBeLessThan(RULE.rarity.sensitive);
    expect(reasonsAt(model, broken)[0]?.metric).toBe('cpu_usage');
  });

  test('what strays only to the good side is no trouble', () => {
    expect(rarityAt(model, heard({ memory_usage: -15 }))).toBeGreaterThan(RULE.rarity.sensitive);
    expect(rarityAt(model, heard({ memory_usage: 15 }))).toBeLessThan(RULE.rarity.sensitive);
  });

  test('half of the metrics are a combination, one is none', () => {
    const two = new Map([...heard({ cpu_usage: 12, memory_usage: 12 })].slice(1, 3));
    expect(rarityAt(model, two)).toBeLessThan(1);
    expect(rarityAt(model, new Map([...two].slice(0, 1)))).toBeUndefined();
  });

  test('shares of the reasons are together one, the most first', () => {
    const reasons = reasonsAt(model, heard({ memory_usage: 10, cpu_usage: 1 }));
    expect(reasons[0]?.metric).toBe('memory_usage');
    expect(reasons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
  });
});
