import { expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { EventName, FeedEvent } from '../event/event.ts';
import { anAction, anAnomaly } from '../fixtures.ts';
import type { Action } from '../remediation/action.ts';
import { neededApproval } from '../remediation/approval.ts';
import { pagerOrder } from './pager.ts';
import { parentOf } from './parent.ts';

const AT = '2027-01-15T08:00:00.000Z';
const event = (name: EventName, noun: Pick<FeedEvent, 'anomaly' | 'action'>): FeedEvent => ({
  id: 'e',
  event: name,
  timestamp: AT,
  subject: noun.anomaly?.id ?? noun.action?.id ?? 'incident_1',
  service: 'orders',
  severity: null,
  ...noun,
});
const ofAnomaly = (name: EventName, before: string | null, change: Partial<Anomaly> = {}) => {
  const order = pagerOrder(event(name, { anomaly: anAnomaly(change) }), before);
  return order && [order.does, order.key];
};
const ofAction = (name: EventName, before: string | null, change: Partial<Action> = {}) => {
  const order = pagerOrder(event(name, { action: anAction(change) }), before);
  return order && [order.does, order.key];
};
const approved = {
  ...neededApproval('why', { timeout_seconds: 60, on_timeout: 'reject' }),
  state: 'approved' as const,
};

test('an episode wakes once it is bad enough, once, and its end ends it under the same key', () => {
  expect(ofAnomaly('anomaly.detected', null, { level: 'warn' })).toBeUndefined();
  expect(ofAnomaly('anomaly.updated', null, { level: 'page' })).toEqual(['trigger', 'anomaly_1']);
  expect(ofAnomaly('anomaly.updated', 'anomaly_1', { level: 'page' })).toBeUndefined();
  expect(ofAnomaly('anomaly.resolved', 'anomaly_1')).toEqual(['resolve', 'anomaly_1']);
  expect(ofAnomaly('anomaly.resolved', null)).toBeUndefined();
});

test('who acknowledges in one place has done it in all that were told', () => {
  expect(ofAnomaly('anomaly.acknowledged', 'anomaly_1')).toEqual(['acknowledge', 'anomaly_1']);
  expect(ofAnomaly('anomaly.acknowledged', null)).toBeUndefined();
});

test('what is foreseen wakes nobody, at any of its events', () => {
  for (const name of ['breach.predicted', 'anomaly.updated', 'anomaly.resolved'] as const)
    expect(ofAnomaly(name, null, { kind: 'predicted_breach', level: 'page' })).toBeUndefined();
});

test('anomalies of an incident go under its key, and end with it', () => {
  expect(ofAnomaly('anomaly.detected', null, { incident_id: 'incident_1' })).toEqual(['trigger', 'incident_1']);
  expect(ofAnomaly('anomaly.resolved', 'incident_1', { incident_id: 'incident_1' })).toBeUndefined();
  expect(pagerOrder(event('incident.resolved', {}), null)).toMatchObject({ does: 'resolve', key: 'incident_1' });
});

test('a repair that did not help wakes under the key of its cause; one that is held or helps does not', () => {
  expect(ofAction('action.failed', null, { status: 'failed' })).toEqual(['trigger', 'anomaly_1']);
  expect(ofAction('action.failed', null, { status: 'escalated' })).toEqual(['trigger', 'anomaly_1']);
  for (const name of ['action.held', 'action.started', 'action.succeeded'] as const)
    expect(ofAction(name, 'anomaly_1')).toBeUndefined();
});

test('a page of the platform itself wakes, an alert that only tells does not', () => {
  const alert = { type: 'alert', status: 'succeeded' as const };
  expect(ofAction('action.succeeded', null, { ...alert, parameters: { severity: 'critical' } })).toEqual([
    'trigger',
    'anomaly_1',
  ]);
  expect(ofAction('action.succeeded', null, alert)).toBeUndefined();
});

test('who is asked is woken; who decided has seen it', () => {
  expect(ofAction('approval.requested', null, { status: 'awaiting_approval' })?.[0]).toBe('trigger');
  expect(ofAction('action.started', 'anomaly_1', { approval: approved })).toEqual(['acknowledge', 'anomaly_1']);
  const rejected = { ...approved, state: 'rejected' as const };
  expect(ofAction('action.failed', 'anomaly_1', { status: 'rejected', approval: rejected })?.[0]).toBe('acknowledge');
});

test('an action belongs to its cause, an anomaly to its incident, what a person wants to nothing', () => {
  const manual = { ...anAction().cause, kind: 'manual' as const };
  expect(parentOf({ action: anAction() })).toBe('anomaly_1');
  expect(parentOf({ action: anAction({ cause: manual }) })).toBeNull();
  expect(parentOf({ anomaly: anAnomaly() })).toBeNull();
  expect(parentOf({ anomaly: anAnomaly({ incident_id: 'incident_1' }) })).toBe('incident_1');
});
