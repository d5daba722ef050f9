import { type Anomaly, levelRank } from '../anomaly/anomaly.ts';
import type { Action } from '../remediation/action.ts';
import type { EventName, FeedEvent } from './event.ts';

/** What a change of an anomaly tells the world; nothing below `warn`, and nothing when only its history grew. */
export function announceAnomaly(before: Anomaly | undefined, after: Anomaly): FeedEvent | undefined {
  if (levelRank[after.level] < levelRank.warn) return undefined;
  const event = anomalyEvent(before, after);
  return (
    event && {
      id: `${after.id}.${event}.${after.version}`,
      event,
      timestamp: after.updated_at,
      subject: after.id,
      service: after.service,
      severity: after.severity,
      anomaly: after,
    }
  );
}

function anomalyEvent(before: Anomaly | undefined, after: Anomaly): EventName | undefined {
  if (after.status === 'resolved') return before?.status === 'resolved' ? undefined : 'anomaly.resolved';
  if (before === undefined || levelRank[before.level] < levelRank.warn) {
    return after.kind === 'predicted_breach' ? 'breach.predicted' : 'anomaly.detected';
  }
  return before.version === after.version ? undefined : 'anomaly.updated';
}

const eventOfStatus: Record<Action['status'], EventName | undefined> = {
  held: 'action.held',
  pending: 'action.claimed',
  started: undefined, // the workflow plans; what people wait for is that it acts
  awaiting_approval: 'approval.requested',
  acting: 'action.started',
  settling: undefined,
  succeeded: 'action.succeeded',
  failed: 'action.failed',
  rolled_back: 'action.failed',
  escalated: 'action.failed',
  rejected: 'action.failed', // to who waited for it; its status says that a person did not want it
};

/** What a change of an action tells the world: each status once, and a held one again when other guards hold it. */
export function announceAction(before: Action | undefined, after: Action): FeedEvent | undefined {
  const event = eventOfStatus[after.status];
  const same = before?.status === after.status && (after.status !== 'held' || before.version === after.version);
  if (event === undefined || same) return undefined;
  return {
    id: `${after.id}.${event}.${after.version}`,
    event,
    timestamp: after.updated_at,
    subject: after.id,
    service: after.service,
    severity: null,
    action: after,
  };
}
