import { describe, expect, test } from 'vitest';
import { aValue } from '../fixtures.ts';
import { readCondition } from '../policy/condition.ts';
import { evaluate, type Facts } from '../policy/evaluate.ts';
import { slosOf } from './fromConfiguration.ts';

const NOW = 1_800_000_000;
const HOUR = 3_600;
const STEP = 60;
const slos = slosOf({
  slos: {
    checkout: { service: 'orders-service', objective: '99%', errors: 'error_rate' },
    fast: { service: 'orders', objective: 0.95, errors: 'error_rate', good: 'latency < 300ms' },
  },
});

/** A point a minute for so many hours, up to now. */
function series(metric: string, hours: number, valueAt: (minutesAgo: number) => number | null) {
  const count = (hours * HOUR) / STEP;
  const points = Array.from({ length: count }, (_, index) => ({
    at: NOW - (count - index) * STEP,
    value: valueAt(count - 1 - index),
  })).flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  return { service: 'orders', metric, points };
}

function judge(text: string, recent: ReturnType<typeof series>[], given: Partial<Facts> = {}) {
  const { condition, faults } = readCondition(text, { slos });
  expect(faults).toEqual([]);
  const latest = recent.flatMap(({ service, metric, points }) => {
    const newest = points.at(-1);
    return newest ? [aValue({ service, metric, at: newest.at, step: STEP, value: newest.value })] : [];
  });
  const facts: Facts = { now: NOW, latest, anomalies: [], recent, slos, ...given };
  return condition && evaluate(condition, 'orders', facts);
}

test('what burns ten times too fast burns at ten', () => {
  const errors = [series('error_rate', 6, () => 0.1)];
  expect(judge('burn_rate(checkout, 1h) > 9.9', errors)).toBe('true');
  expect(judge('burn_rate(checkout, 1h) > 10.1', errors)).toBe('false');
  expect(judge('burn_rate(checkout, 6h) >= 9.9', errors)).toBe('true');
});

describe('both windows must say so', () => {
  test('what has ended does not hold for the rest of the hour', () => {
    const ended = [series('error_rate', 1, (ago) => (ago >= 6 ? 0.5 : 0))];
    expect(judge('burn_rate(checkout, 1h) > 14.4', ended)).toBe('false');
    const lasting = [series('error_rate', 1, (ago) => (ago < 40 ? 0.5 : 0))];
    expect(judge('burn_rate(checkout, 1h) > 14.4', lasting)).toBe('true');
  });

  test('what has only begun is not yet worth a page', () => {
    const begun = [series('error_rate', 1, (ago) => (ago < 5 ? 0.5 : 0))];
    expect(judge('burn_rate(checkout, 1h) > 14.4', begun)).toBe('false');
    expect(judge('burn_rate(checkout, 1h) > 4', begun)).toBe('true');
  });
});

test('a point weighs as much as its requests', () => {
  // half of the minutes fail wholly, but hardly anybody is there then
  const errors = series('error_rate', 1, (ago) => (ago % 2 === 0 ? 1 : 0));
  const quiet = series('request_rate', 1, (ago) => (ago % 2 === 0 ? 1 : 99));
  expect(judge('burn_rate(checkout, 1h) > 5', [errors])).toBe('true');
  expect(judge('burn_rate(checkout, 1h) < 1.5', [errors, quiet])).toBe('true');
  const nobody = series('request_rate', 1, () => 0);
  expect(judge('burn_rate(checkout, 1h) == 0', [errors, nobody])).toBe('true');
});

test('an objective about time counts the periods that were not good', () => {
  const slow = [series('latency_p99', 1, (ago) => (ago % 2 === 0 ? 900 : 100))];
  expect(judge('burn_rate(fast, 1h) > 9.5', slow)).toBe('true');
  expect(judge('burn_rate(fast, 1h) > 14', slow)).toBe('false');
});

test('of less than half of the window, of old data and of what nobody names nobody knows', () => {
  const short = [series('error_rate', 0.4, () => 1)];
  expect(judge('burn_rate(checkout, 1h) > 1', short)).toBe('unknown');
  expect(judge('not burn_rate(checkout, 1h) > 1', short)).toBe('unknown');
  expect(judge('burn_rate(checkout, 10m) > 1', short)).toBe('true');
  expect(judge('burn_rate(checkout, 1h) > 1', [series('error_rate', 1, () => 1)], { now: NOW + HOUR })).toBe('unknown');
  expect(judge('burn_rate(checkout, 1h) > 1', [series('error_rate', 1, () => 1)], { slos: {} })).toBe('unknown');
});
