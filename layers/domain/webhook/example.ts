import type { Anomaly } from '../anomaly/anomaly.ts';
import type { FeedEvent } from '../event/event.ts';
import type { Instant } from '../time.ts';

/** What a receiver is sent to try it out: an event as a real one would be, about an anomaly that never was. */
export function exampleEvent(webhookId: string, at: Instant, nonce: string): FeedEvent {
  const anomaly: Anomaly = {
    id: `anomaly_example${nonce}`,
    service: 'orders',
    metric: 'cpu_usage',
    kind: 'deviation',
    source: 'cloudwatch',
    status: 'open',
    level: 'warn',
    severity: 'high',
    direction: 'up',
    shape: 'level_shift',
    started_at: at,
    detected_at: at,
    updated_at: at,
    resolved_at: null,
    resolution: null,
    timestamp: at,
    current_value: 92.4,
    predicted_value: 41.2,
    expected_lower: 33.1,
    expected_upper: 49.3,
    unit: '%',
    anomaly_score: 0.998,
    trend: 'increasing',
    forecast_exhaustion: null,
    breach_probability: null,
    recommendation: `None: this is a test of ${webhookId}`,
    detectors: [{ name: 'size', score: 0.998 }],
    incident_id: null,
    samples_seen: 3,
    version: 1,
  };
  return {
    id: `${webhookId}.test.${nonce}`,
    event: 'anomaly.detected',
    timestamp: at,
    subject: anomaly.id,
    service: anomaly.service,
    severity: anomaly.severity,
    anomaly,
  };
}
