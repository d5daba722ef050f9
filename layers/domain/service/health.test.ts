import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { LatestValue } from '../shard/latest.ts';
import { healthOf } from './health.ts';

const NOW = 1_000_000;
const value = (metric: string, change: Partial<LatestValue> = {}): LatestValue => ({
  service: 'orders',
  metric,
  at: NOW - 20,
  step: 10,
  value: 45.2,
  expected: 40,
  lower: 35,
  upper: 50,
  ready: true,
  ...change,
});
const anomaly = (change: Partial<Anomaly>): Anomaly => ({
  id: 'anomaly_1',
  service: 'orders',
  metric: 'cpu_usage',
  kind: 'deviation',
  source: 'cloudwatch',
  status: 'open',
  level: 'page',
  severity: 'high',
  direction: 'up',
  shape: null,
  started_at: '1970-01-12T13:46:00.000Z',
  detected_at: '1970-01-12T13:46:20.000Z',
  updated_at: '1970-01-12T13:46:20.000Z',
  resolved_at: null,
  resolution: null,
  timestamp: '1970-01-12T13:46:20.000Z',
  current_value: 93,
  predicted_value: 40,
  expected_lower: 35,
  expected_upper: 50,
  unit: '%',
  anomaly_score: 0.99,
  trend: 'increasing',
  forecast_exhaustion: null,
  breach_probability: null,
  recommendation: 'Scale up replicas',
  detectors: [],
  incident_id: null,
  samples_seen: 90,
  version: 1,
  ...change,
});
const health = (latest: LatestValue[], anomalies: Anomaly[] = []) =>
  healthOf({ name: 'orders' }, { now: NOW, latest, anomalies });

test('figures stand under the names that dashboards read', () => {
  const seen = health([
    value('cpu_usage'),
    value('memory_usage', { value: 62.8 }),
    value('error_rate', { value: 0.01 }),
    value('latency_p99', { value: 245 }),
    value('request_rate', { value: 12 }),
    value('connection_pool_usage', { value: 30 }),
    value('running_tasks', { value: 2 }),
  ]);
  expect(seen).toEqual({
    service: 'orders',
    status: 'healthy',
    cpu: 45.2,
    memory: 62.8,
    error_rate: 0.01,
    latency_p99: 245,
    request_rate: 12,
    connection_pool: 30,
    running_tasks: 2,
    open_anomalies: 0,
    ready: true,
    as_of: new Date((NOW - 20) * 1000).toISOString(),
  });
});

describe('what is stale', () => {
  test('is unknown, with null figures, although its last value was fine', () => {
    const stale = health([value('cpu_usage', { at: NOW - 600 }), value('memory_usage', { at: NOW - 600 })]);
    expect(stale).toMatchObject({ status: 'unknown', cpu: null, memory: null, ready: false });
    expect(stale.as_of).toBe(new Date((NOW - 600) * 1000).toISOString());
  });
  test('is null beside what is fresh', () => {
    const half = health([value('cpu_usage'), value('memory_usage', { at: NOW - 600 })]);
    expect(half).toMatchObject({ status: 'healthy', cpu: 45.2, memory: null });
  });
  test('stays unknown while an episode is open: nobody knows how it is now', () => {
    expect(health([value('cpu_usage', { at: NOW - 600 })], [anomaly({})])).toMatchObject({
      status: 'unknown',
      open_anomalies: 1,
    });
  });
  test('is never the values of another service', () => {
    expect(health([value('cpu_usage', { service: 'users' })])).toMatchObject({
      status: 'unknown',
      cpu: null,
      as_of: null,
    });
  });
});

describe('status', () => {
  const fresh = [value('cpu_usage')];
  test('follows the gravest open episode', () => {
    expect(health(fresh, [anomaly({ level: 'warn' })]).status).toBe('degraded');
    expect(health(fresh, [anomaly({ level: 'warn' }), anomaly({ level: 'page' })])).toMatchObject({
      status: 'unhealthy',
      open_anomalies: 2,
    });
  });
  test.each([
    ['a resolved episode', { status: 'resolved' as const }],
    ['a sensitive one', { level: 'sensitive' as const }],
    ['a foreseen breach', { kind: 'predicted_breach' as const }],
    ['one of another service', { service: 'users' }],
  ])('is not touched by %s', (_what, change) => {
    expect(health(fresh, [anomaly(change)])).toMatchObject({ status: 'healthy', open_anomalies: 0 });
  });
});

test('is ready when every metric that it sends has been seen long enough', () => {
  expect(health([value('cpu_usage'), value('error_rate', { ready: false })]).ready).toBe(false);
  expect(health([value('cpu_usage'), value('error_rate')]).ready).toBe(true);
});
