import { expect, test } from 'vitest';
import { metricDefinition } from '../metric/catalogue.ts';
import type { Sample } from '../sample/sample.ts';
import { foldShard, type Shard } from '../shard/shard.ts';
import { START } from './forest.fixture.ts';
import { byService, CUT, momentsOf, residualsOf, sourceOf, troubleOf } from './residuals.ts';

const STEP = 60;
const sample = (service: string, metric: string, moment: number, value: number): Sample => ({
  service,
  metric,
  source: 'cloudwatch',
  at: START + moment * STEP,
  step: STEP,
  value,
});
const fold = (shard: Shard, samples: readonly Sample[]): Shard =>
  samples.reduce((state, one) => foldShard(state, [one], { now: one.at + STEP, acting: new Set() }).shard, shard);
const wave = (moment: number) => 20 + (moment % 3);
const usual = (service: string, moments: number) =>
  Array.from({ length: moments }, (_, moment) => [
    sample(service, 'cpu_usage', moment, wave(moment)),
    sample(service, 'memory_usage', moment, 50),
  ]).flat();

test('residuals are in deviations of what is expected, and cut', () => {
  const shard = fold(new Map(), [
    ...usual('orders', 40),
    sample('orders', 'cpu_usage', 40, 21),
    sample('orders', 'memory_usage', 40, 1_000),
  ]);
  const heard = residualsOf(shard, 'orders', START + 40 * STEP);
  expect(Math.abs(heard.get('cpu_usage')?.residual ?? 9)).toBeLessThan(1);
  expect(heard.get('memory_usage')).toMatchObject({ value: 1_000, expected: 50, residual: CUT });
});

test('what was not heard at that moment, or is too new, is left out', () => {
  const shard = fold(new Map(), [
    ...usual('orders', 40),
    sample('orders', 'cpu_usage', 40, 21),
    sample('orders', 'latency_p99', 40, 9),
  ]);
  expect([...residualsOf(shard, 'orders', START + 40 * STEP).keys()]).toEqual(['cpu_usage']);
  expect(residualsOf(shard, 'orders', START + 99 * STEP).size).toBe(0);
  expect(residualsOf(shard, 'users', START + 40 * STEP).size).toBe(0);
});

test('once a series knows its days, what it expects is told by them, within the bounds of the metric', () => {
  const shard = fold(new Map(), usual('orders', 2 * 1_440));
  const last = residualsOf(shard, 'orders', START + (2 * 1_440 - 1) * STEP).get('cpu_usage');
  expect(last?.expected).toBeGreaterThan(19);
  expect(last?.expected).toBeLessThan(23);
  expect(last?.lower).toBeGreaterThanOrEqual(metricDefinition('cpu_usage').bounds[0]);
  expect(Math.abs(last?.residual ?? 9)).toBeLessThan(2);
});

test('the shard falls apart by service, with the moments and the trouble of each', () => {
  const trouble = [40, 41, 42, 43].map((moment) => sample('users', 'memory_usage', moment, 95));
  const shard = fold(new Map(), [...usual('orders', 40), ...usual('users', 40), ...trouble]);
  const parts = byService(shard);
  expect([...parts.keys()].sort()).toEqual(['orders', 'users']);
  expect([...(parts.get('orders') ?? new Map()).keys()].sort()).toEqual(['orders/cpu_usage', 'orders/memory_usage']);
  expect(momentsOf(shard, 'users').at(-1)).toBe(START + 43 * STEP);
  expect(momentsOf(shard, 'orders').at(-1)).toBe(START + 39 * STEP);
  expect(troubleOf(shard, 'users').get('memory_usage')).toBe('page');
  expect(troubleOf(shard, 'orders').size).toBe(0);
  expect(sourceOf(shard, 'orders')).toEqual({ source: 'cloudwatch', step: STEP });
  expect(sourceOf(shard, 'nobody')).toBeUndefined();
});
