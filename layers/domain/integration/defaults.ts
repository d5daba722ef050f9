import type { EventName } from '../event/event.ts';
import type { Integration, IntegrationType } from './integration.ts';

const problems: readonly EventName[] = ['anomaly.detected', 'anomaly.resolved', 'breach.predicted'];
const incidents: readonly EventName[] = ['incident.opened', 'incident.resolved'];
const repairs: readonly EventName[] = ['approval.requested', 'action.started', 'action.succeeded', 'action.failed'];
/** A pager is told of each change: an episode may get bad enough to wake somebody only later. */
const pager: readonly EventName[] = [
  'anomaly.detected',
  'anomaly.updated',
  'anomaly.acknowledged',
  'anomaly.resolved',
  ...incidents,
  'approval.requested',
  'action.started',
  'action.succeeded',
  'action.failed',
];

/**
 * What an integration is told of where nobody says. Only who can edit a message is told that something goes on: to others
 * each event is one more message.
 */
export function defaultEvents(type: IntegrationType, { edits }: { edits: boolean }): Integration['events'] {
  if (type === 'pagerduty' || type === 'opsgenie') return [...pager];
  const told = [...problems, ...incidents, ...repairs];
  return edits ? [...told, 'anomaly.updated', 'anomaly.acknowledged'] : told;
}
