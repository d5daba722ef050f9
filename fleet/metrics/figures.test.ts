import { expect, test } from 'vitest';
import type { TaskReport } from '../service/messages.ts';
import { figuresOf, METRICS, metricData } from './figures.ts';

const MIB = 1024 * 1024;
const size = { cpuShare: 0.25, memoryBytes: 256 * MIB };
const report = (over: Partial<TaskReport>): TaskReport => ({
  kind: 'report',
  seconds: 1,
  cpuMs: 50,
  rssBytes: 64 * MIB,
  requests: 5,
  errors: 0,
  poolInUse: 4,
  poolSize: 16,
  limited: 0,
  skipped: 0,
  ...over,
});

test('CPU and memory are shares of what the task declares, averaged over the tasks', () => {
  const reports = [report({}), report({ cpuMs: 250, rssBytes: 192 * MIB, poolInUse: 16 })];
  const figures = figuresOf({ requests: 20, errors: 5, p50: 1, p95: 2, p99: 3 }, reports, size, 2);
  expect(figures).toEqual({
    cpu_usage: 60,
    memory_usage: 50,
    connection_pool_usage: 62.5,
    error_rate: 0.25,
    latency_p50: 1,
    latency_p95: 2,
    latency_p99: 3,
    request_rate: 2,
    running_tasks: 2,
  });
});

test('a service without a task shows its refusals and no CPU', () => {
  const figures = figuresOf({ requests: 10, errors: 10, p50: 1, p95: 1, p99: 1 }, [], size, 0);
  expect(figures.running_tasks).toBe(0);
  expect(figures.error_rate).toBe(1);
  expect(figures).not.toHaveProperty('cpu_usage');
});

test('without requests there is neither an error rate nor a latency', () => {
  const figures = figuresOf({ requests: 0, errors: 0 }, [report({})], size, 1);
  expect(figures.request_rate).toBe(0);
  expect(figures).not.toHaveProperty('error_rate');
  expect(figures).not.toHaveProperty('latency_p50');
});

test('CloudWatch gets high-resolution points at the start of the window, only of what was measured', () => {
  const figures = figuresOf({ requests: 10, errors: 10, p50: 1, p95: 1, p99: 1 }, [], size, 0);
  const data = metricData(figures, { cluster: 'c', service: 's' }, 1_700_000_000);
  expect(data.map(({ MetricName }) => MetricName)).toEqual([
    'error_rate',
    'latency_p50',
    'latency_p95',
    'latency_p99',
    'request_rate',
    'running_tasks',
  ]);
  for (const datum of data) {
    expect(datum).toMatchObject({ StorageResolution: 1, Timestamp: new Date(1_700_000_000_000) });
    expect(datum.Dimensions).toEqual([
      { Name: 'ClusterName', Value: 'c' },
      { Name: 'ServiceName', Value: 's' },
    ]);
  }
  expect(METRICS.request_rate.across_tasks).toBe('Sum');
});
