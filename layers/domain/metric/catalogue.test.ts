import { describe, expect, test } from 'vitest';
import { atLimit, canonicalMetric, knownMetric, metricAliases, metricDefinition, metricNames } from './catalogue.ts';
import { cloudwatchMetrics } from './cloudwatchNames.ts';

test('every spelling names a metric that there is', () => {
  expect(canonicalMetric('p99_latency')).toBe('latency_p99');
  expect(canonicalMetric('latency')).toBe('latency_p99');
  expect(canonicalMetric('my_own')).toBe('my_own');
  for (const name of metricAliases.values()) expect(metricNames).toContain(name);
  expect(knownMetric('my_own')).toBeUndefined();
});

test('every definition makes sense by itself', () => {
  for (const name of metricNames) {
    const { bounds, limit, floor, alone, settles, recommendation } = metricDefinition(name);
    const [least, most] = bounds;
    expect(least, name).toBeLessThan(most);
    if (limit !== null) expect(limit >= least && limit <= most, name).toBe(true);
    expect(floor.absolute, name).toBeGreaterThan(0);
    expect(alone >= 1 && alone <= 2, name).toBe(true);
    expect(settles, name).toBeGreaterThan(60);
    expect(recommendation, name).not.toBe('');
  }
});

test('a metric that nobody knows warns of what is odd in it, and never pages', () => {
  expect(metricDefinition('carts_abandoned')).toMatchObject({
    name: 'carts_abandoned',
    bad: 'both',
    highest: 'warn',
    limit: null,
  });
});

test('a limit is reached from the bad side', () => {
  const at = (name: string, value: number) => atLimit(metricDefinition(name), value);
  expect([at('cpu_usage', 89.9), at('cpu_usage', 90), at('running_tasks', 1), at('running_tasks', 0)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(at('latency_p99', 1e9)).toBe(false);
});

describe('what CloudWatch is asked for', () => {
  const of = (namespace: string, wanted?: readonly string[]) =>
    cloudwatchMetrics(namespace, { cluster: 'demo', service: 'orders' }, wanted);

  test("ECS's own names for its own namespace, ours for any other, only what is wanted", () => {
    expect(of('AWS/ECS').map(({ metric, name }) => [metric, name])).toEqual([
      ['cpu_usage', 'CPUUtilization'],
      ['memory_usage', 'MemoryUtilization'],
    ]);
    expect(of('Acme').length).toBe(9);
    expect(of('Acme', ['error_rate'])).toEqual([
      {
        metric: 'error_rate',
        source: 'cloudwatch',
        namespace: 'Acme',
        name: 'error_rate',
        dimensions: { ClusterName: 'demo', ServiceName: 'orders' },
        statistic: 'Average',
      },
    ]);
  });

  test('each metric that is asked for is in the catalogue', () => {
    for (const namespace of ['AWS/ECS', 'ECS/ContainerInsights', 'Acme']) {
      for (const { metric } of of(namespace)) expect(metricNames).toContain(metric);
    }
  });
});
