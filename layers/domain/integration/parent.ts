import type { FeedEvent } from '../event/event.ts';

/** What an event's noun belongs to: an action to what caused it, an anomaly to its incident. Null where to nothing. */
export function parentOf({ anomaly, action }: Pick<FeedEvent, 'anomaly' | 'action'>): string | null {
  if (anomaly) return anomaly.incident_id;
  if (!action || action.cause.kind === 'manual') return null;
  return action.cause.id;
}
