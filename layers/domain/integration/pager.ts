import type { FeedEvent } from '../event/event.ts';
import type { Action } from '../remediation/action.ts';
import { type Story, storyOf } from './story.ts';

/** What a pager is told to do with one alert. */
export interface PagerOrder {
  does: 'trigger' | 'acknowledge' | 'resolve';
  /** the alert's key: the same from its beginning to its end */
  key: string;
  story: Story;
}

/**
 * What an event means to somebody who is woken: only what is wrong now and of level `page` wakes, or a repair that a person
 * has to see to. Who approves or rejects has seen it: that acknowledges. What is part of an incident ends with the incident.
 * @param before the key under which earlier events of this subject went, so that its end finds it
 * @returns nothing where nobody is to be woken, and nothing ends
 */
export function pagerOrder(event: FeedEvent, before: string | null): PagerOrder | undefined {
  const does = orderOf(event, before);
  return does && { does, key: keyOf(event, before), story: storyOf(event) };
}

function orderOf(event: FeedEvent, before: string | null): PagerOrder['does'] | undefined {
  const { anomaly, action, event: name } = event;
  if (name === 'incident.opened') return 'trigger';
  if (name === 'incident.resolved') return 'resolve';
  if (action) return ofAction(name, action);
  if (!anomaly || anomaly.kind === 'predicted_breach') return undefined; // nothing is wrong yet
  if (name === 'anomaly.acknowledged') return before === null ? undefined : 'acknowledge';
  if (name === 'anomaly.resolved') return before === null || anomaly.incident_id !== null ? undefined : 'resolve';
  return anomaly.level === 'page' && before === null ? 'trigger' : undefined;
}

function ofAction(name: FeedEvent['event'], action: Action): PagerOrder['does'] | undefined {
  const { type, status, approval, parameters, cause } = action;
  if (type === 'alert') return name === 'action.succeeded' && wakes(parameters.severity) ? 'trigger' : undefined;
  if (name === 'approval.requested') return 'trigger';
  const seen = approval?.state === 'approved' || approval?.state === 'rejected';
  if (seen && (name === 'action.started' || status === 'rejected')) return 'acknowledge';
  if (name !== 'action.failed') return undefined;
  return status === 'escalated' || cause.kind !== 'manual' ? 'trigger' : undefined;
}

const wakes = (severity: unknown): boolean => severity === 'critical' || severity === 'high';

function keyOf({ anomaly, action, subject }: FeedEvent, before: string | null): string {
  if (before !== null) return before;
  if (anomaly) return anomaly.incident_id ?? anomaly.id;
  return action && action.cause.kind !== 'manual' ? action.cause.id : subject;
}
