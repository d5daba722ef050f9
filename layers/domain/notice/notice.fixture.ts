import type { Matched } from './matcher.ts';
import type { Silence } from './silence.ts';

export const aSilence = (change: Partial<Silence> = {}): Silence => ({
  id: 'silence_1',
  matchers: [{ name: 'service', value: 'orders', is_equal: true }],
  starts_at: '2026-11-24T16:00:00.000Z',
  ends_at: '2026-11-24T18:00:00.000Z',
  reason: 'we move the database',
  hold_actions: false,
  created_by: 'key:admin',
  created_at: '2026-11-24T16:00:00.000Z',
  version: 1,
  ...change,
});

export const someMatched = (change: Partial<Matched> = {}): Matched => ({
  service: 'orders',
  namespace: 'shop',
  severity: 'high',
  metric: 'cpu_usage',
  event: 'anomaly.detected',
  action: null,
  ...change,
});
