import { expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { EventName, FeedEvent } from '../event/event.ts';
import { anAction, anAnomaly } from '../fixtures.ts';
import type { Action } from '../remediation/action.ts';
import { neededApproval } from '../remediation/approval.ts';
import { lasting, storyOf } from './story.ts';

const AT = '2027-01-15T08:00:00.000Z';
const about = (event: EventName, noun: Pick<FeedEvent, 'anomaly' | 'action' | 'data'>): FeedEvent => ({
  id: 'event',
  event,
  timestamp: AT,
  subject: noun.anomaly?.id ?? noun.action?.id ?? 'subject',
  service: noun.anomaly?.service ?? noun.action?.service ?? null,
  severity: noun.anomaly?.severity ?? null,
  ...noun,
});
const ofAnomaly = (event: EventName, change: Partial<Anomaly> = {}) =>
  storyOf(about(event, { anomaly: anAnomaly(change) }));
const ofAction = (event: EventName, change: Partial<Action> = {}) =>
  storyOf(about(event, { action: anAction(change) }));

test('an anomaly is told with what it does, since when, and what to do', () => {
  const story = ofAnomaly('anomaly.detected', { shape: 'drift', forecast_exhaustion: '2027-01-15T08:20:00.000Z' });
  expect(story).toMatchObject({
    title: 'Anomaly: orders cpu_usage',
    sentence: 'cpu_usage drifts up: 90% where 10–32% is usual',
    brief: 'Anomaly, orders: cpu_usage drifts up: 90% where 10–32% is usual',
    tone: 'bad',
    since: AT,
    facts: [['Expected', 'meets its limit at 08:20 UTC, at this pace']],
    advice: 'Scale up replicas',
    question: null,
    path: '/anomalies/anomaly_1',
  });
  expect(ofAnomaly('anomaly.detected', { level: 'warn' }).tone).toBe('warning');
});

test('one that is over says how it ended and how long it was, and asks for nothing', () => {
  const over = { status: 'resolved', resolution: 'recovered', resolved_at: '2027-01-15T09:05:00.000Z' } as const;
  expect(ofAnomaly('anomaly.resolved', { ...over, current_value: 21 })).toMatchObject({
    title: 'Resolved: orders cpu_usage',
    sentence: 'cpu_usage is 21%, as usual',
    tone: 'good',
    facts: [['Lasted', '1 h 5 min']],
    advice: null,
  });
});

test('one notice for several names the others, and who acknowledged it', () => {
  const also = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((metric) => ({
    id: `anomaly_${metric}`,
    service: 'orders',
    metric,
    severity: 'high',
  }));
  const event = { ...about('anomaly.acknowledged', { anomaly: anAnomaly(), data: { by: 'key:k1' } }), also };
  expect(storyOf(event).title).toBe('Acknowledged: orders cpu_usage');
  expect(storyOf(event).facts).toEqual([
    ['By', 'key:k1'],
    ['Also', 'orders a (high), orders b (high), orders c (high), orders d (high), orders e (high), and 2 more'],
  ]);
});

test('a foreseen breach says when, one of many metrics that it is of all', () => {
  const breach = ofAnomaly('breach.predicted', {
    kind: 'predicted_breach',
    predicted_value: 92,
    forecast_exhaustion: '2027-01-15T09:20:00.000Z',
    breach_probability: 0.9,
  });
  expect(breach.title).toBe('Breach foreseen: orders cpu_usage');
  expect(breach.sentence).toContain('is foreseen to reach its limit at 09:20 UTC with 92% (90% probable)');
  expect(breach.tone).toBe('warning');
  expect(ofAnomaly('anomaly.detected', { kind: 'multivariate' }).title).toBe('Anomaly: orders as a whole');
});

test('an approval is a question about one plan, until it is decided', () => {
  const approval = {
    ...neededApproval('the policy only suggests', { timeout_seconds: 600, on_timeout: 'reject' }),
    state: 'requested' as const,
    hash: 'f00',
    asked_at: AT,
    expires_at: '2027-01-15T08:10:00.000Z',
  };
  const plan = { from: 2, to: 3 };
  const asked = ofAction('approval.requested', { type: 'scale', status: 'awaiting_approval', approval, plan });
  expect(asked).toMatchObject({
    title: 'Approval wanted: scale of orders',
    tone: 'warning',
    question: { action: 'action_1', hash: 'f00', until: '2027-01-15T08:10:00.000Z' },
  });
  expect(asked.facts).toContainEqual(['Plan', '2 → 3']);
  expect(asked.facts).toContainEqual(['Approval', 'the policy only suggests; until 08:10 UTC']);
  const rejected = { ...approval, state: 'rejected' as const, decided_by: 'slack:U1', note: 'not now' };
  const over = ofAction('action.failed', { type: 'scale', status: 'rejected', approval: rejected });
  expect(over).toMatchObject({ title: 'Rejected: scale of orders', question: null, tone: 'neutral' });
  expect(over.facts).toContainEqual(['Approval', 'rejected by slack:U1: not now']);
});

test('what was done is told with what was measured, and how it ended', () => {
  const after = { at: AT, metric: 'cpu_usage', value: 41, unit: '%' };
  const done = ofAction('action.succeeded', { status: 'succeeded', verdict_reason: 'cpu_usage is back', after });
  expect(done).toMatchObject({ tone: 'good', sentence: 'restart_container of orders: cpu_usage is back' });
  expect(done.facts).toContainEqual(['Measured', 'cpu_usage 90% → 41%']);
  const alert = ofAction('action.succeeded', { type: 'alert', status: 'succeeded', parameters: { severity: 'high' } });
  expect(alert).toMatchObject({
    title: 'Alert: orders',
    sentence: 'anomaly(cpu_usage)',
    tone: 'bad',
    severity: 'high',
  });
  expect(ofAction('action.failed', { status: 'escalated' }).title).toBe(
    'A person is needed: restart_container of orders',
  );
});

test('what is about neither is told by what it says of itself', () => {
  const data = { summary: 'three services are unhealthy' };
  expect(storyOf(about('incident.opened', { data }))).toMatchObject({ sentence: data.summary, tone: 'bad' });
  const disabled = storyOf(about('webhook.disabled', { data: { disabled_reason: '410' } }));
  expect(disabled).toMatchObject({ title: 'webhook.disabled', sentence: '410', tone: 'neutral' });
});

test.each([
  ['2027-01-15T08:00:20.000Z', '0 min'],
  ['2027-01-15T08:59:00.000Z', '59 min'],
  ['2027-01-15T10:00:00.000Z', '2 h'],
  ['2027-01-15T07:00:00.000Z', '0 min'],
])('until %s it lasted %s', (to, words) => {
  expect(lasting(AT, to)).toBe(words);
});
