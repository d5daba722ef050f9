import type { Anomaly } from './anomaly/anomaly.ts';
import type { Policy } from './policy/policy.ts';
import type { Service } from './service/service.ts';
import type { LatestValue } from './shard/latest.ts';

// Whole nouns for tests: each says only what it is about.

const AT = '2027-01-15T08:00:00.000Z';

export const aValue = (change: Partial<LatestValue> = {}): LatestValue => ({
  service: 'orders',
  metric: 'cpu_usage',
  at: 1_800_000_000,
  step: 10,
  value: 20,
  expected: 20,
  lower: 10,
  upper: 32,
  ready: true,
  ...change,
});

export const anAnomaly = (change: Partial<Anomaly> = {}): Anomaly => ({
  id: 'anomaly_1',
  service: 'orders',
  metric: 'cpu_usage',
  kind: 'deviation',
  source: 'cloudwatch',
  status: 'open',
  level: 'page',
  severity: 'high',
  direction: 'up',
  started_at: AT,
  detected_at: AT,
  updated_at: AT,
  resolved_at: null,
  resolution: null,
  timestamp: AT,
  current_value: 90,
  predicted_value: 20,
  expected_lower: 10,
  expected_upper: 32,
  unit: '%',
  anomaly_score: 0.99,
  trend: 'increasing',
  forecast_exhaustion: null,
  breach_probability: null,
  recommendation: 'Scale up replicas',
  detectors: [{ name: 'zscore', score: 0.99 }],
  incident_id: null,
  samples_seen: 100,
  version: 1,
  ...change,
});

export const aService = (change: Partial<Service> = {}): Service => ({
  name: 'orders',
  workload: { platform: 'ecs', cluster: 'demo', service: change.name ?? 'orders' },
  owner: null,
  depends_on: [],
  may_act: true,
  protected: false,
  resolution: 10,
  metrics: [],
  discovered_by: 'tag',
  updated_at: AT,
  ...change,
});

export const aPolicy = (change: Partial<Policy> = {}): Policy => ({
  id: 'policy_1',
  name: 'cpu_high',
  namespace: null,
  service: null,
  description: '',
  condition: 'anomaly(cpu_usage)',
  trigger: null,
  for_seconds: 0,
  alerts: [],
  ladder: [{ type: 'scale', parameters: {} }],
  notification: null,
  cooldown_seconds: 300,
  max_per_hour: 3,
  blast_radius: 0.25,
  autonomy: 'auto',
  verify: { within_seconds: 90, settle_seconds: 20, metric: null, expect: null },
  on_failure: [],
  enabled: true,
  source: 'file',
  version: 1,
  created_at: AT,
  updated_at: AT,
  written: {},
  ...change,
});
