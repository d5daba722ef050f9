import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';

/** When the fault of a test's round is set, epoch seconds. */
export const SET_AT = 1_790_000_000;
/** An instant so many seconds after the fault. */
export const after = (seconds: number): string => toInstant(SET_AT + seconds);

/** An episode of memory that opened 20 s after the fault, with what a test changes of it. */
export function anomaly(change: Partial<Anomaly> = {}): Anomaly {
  return {
    id: 'anomaly_a',
    service: 'payments',
    metric: 'memory_usage',
    kind: 'deviation',
    source: 'cloudwatch',
    status: 'open',
    level: 'page',
    severity: 'high',
    direction: 'up',
    shape: null,
    started_at: after(10),
    detected_at: after(20),
    updated_at: after(20),
    resolved_at: null,
    resolution: null,
    timestamp: after(20),
    current_value: 60,
    predicted_value: 30,
    expected_lower: 26,
    expected_upper: 34,
    unit: '%',
    anomaly_score: 0.99,
    trend: 'increasing',
    forecast_exhaustion: null,
    breach_probability: null,
    recommendation: 'restart',
    detectors: [],
    incident_id: null,
    samples_seen: 30,
    version: 1,
    ...change,
  };
}

/** A restart of payments, acted 25 s after the fault and not judged yet, with what a test changes of it. */
export function action(change: Partial<Action> = {}): Action {
  return {
    id: 'action_a',
    type: 'restart_container',
    service: 'payments',
    policy_id: 'policy_p',
    policy_name: 'memory_leak',
    cause: { kind: 'anomaly', id: 'anomaly_a', metric: 'memory_usage', direction: 'up' },
    rung: 0,
    attempt: 1,
    parameters: {},
    reason: 'anomaly(memory_usage)',
    requested_by: 'policy:policy_p',
    status: 'settling',
    guards: [],
    plan: null,
    before: null,
    baseline: null,
    after: null,
    recovered: null,
    verdict: null,
    verdict_reason: null,
    ladder: 'action_a',
    execution: 'action_a',
    approval: null,
    lease_until: null,
    undo: null,
    readings: [],
    settled_at: null,
    created_at: after(21),
    started_at: after(22),
    acted_at: after(25),
    ended_at: null,
    updated_at: after(25),
    timeline: [],
    version: 3,
    ...change,
  };
}

/** A held action, with the guard that keeps it back. */
export const held = (guard: Action['guards'][number]['guard'], change: Partial<Action> = {}): Action =>
  action({
    status: 'held',
    started_at: null,
    acted_at: null,
    guards: [{ guard, passed: false, reason: `${guard} says no` }],
    ...change,
  });

/** A restart that fresh values proved 70 s after the fault. */
export const helped = (change: Partial<Action> = {}): Action =>
  action({ status: 'succeeded', verdict: 'helped', verdict_reason: 'memory is back', ended_at: after(70), ...change });
