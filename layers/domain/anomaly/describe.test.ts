import { describe, expect, test } from 'vitest';
import { baselineOf } from '../detection/baseline.ts';
import { judge } from '../detection/ensemble.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { toInstant } from '../time.ts';
import { exhaustionOf, severityOf, trendOf } from './describe.ts';

const AT = 1_800_000_000;
const points = (...values: number[]) => values.map((value, i) => ({ at: AT + i * 10, value }));
const severity = (metric: string, value: number, usual = 20) => {
  const definition = metricDefinition(metric);
  return severityOf(judge(points(value), baselineOf(new Array(30).fill(usual), definition), definition), definition);
};

describe('severity', () => {
  test('grows with the size, and is a step graver where users feel it', () => {
    expect([severity('cpu_usage', 33), severity('cpu_usage', 40), severity('cpu_usage', 60)]).toEqual([
      'low',
      'medium',
      'high',
    ]);
    expect([severity('error_rate', 0.05, 0), severity('error_rate', 0.07, 0), severity('error_rate', 0.3, 0)]).toEqual([
      'medium',
      'high',
      'critical',
    ]);
  });

  test('at the natural limit it is high, and critical where users feel it', () => {
    expect([severity('memory_usage', 91), severity('running_tasks', 0, 2), severity('error_rate', 0.6, 0)]).toEqual([
      'high',
      'critical',
      'critical',
    ]);
  });
});

test('the trend is of the last points, and too little is stable', () => {
  const baseline = baselineOf(new Array(30).fill(20), metricDefinition('cpu_usage'));
  const trend = (...values: number[]) => trendOf(points(...values), baseline);
  expect(trend(20, 30, 40, 50)).toBe('increasing');
  expect(trend(50, 40, 30)).toBe('decreasing');
  expect(trend(20, 21, 20, 21)).toBe('stable');
  expect(trend(20, 90)).toBe('stable');
  expect(trend(10, 90, 90, 90, 90, 90, 90), 'what was long ago is over').toBe('stable');
});

describe('exhaustion', () => {
  const memory = metricDefinition('memory_usage');

  test('is when the straight line of the last points meets the limit', () => {
    expect(exhaustionOf(points(40, 50, 60), memory)).toBe(toInstant(AT + 20 + 30));
  });

  test('is none when it falls, is there already, lies beyond a day, or has no limit above', () => {
    expect(exhaustionOf(points(60, 50, 40), memory)).toBeNull();
    expect(exhaustionOf(points(80, 85, 95), memory)).toBeNull();
    expect(exhaustionOf(points(40, 40.001, 40.002), memory)).toBeNull();
    expect(exhaustionOf(points(1, 2, 3), metricDefinition('running_tasks'))).toBeNull();
    expect(exhaustionOf(points(1, 2, 3), metricDefinition('latency_p99'))).toBeNull();
    expect(exhaustionOf(points(40, 60), memory)).toBeNull();
  });
});
