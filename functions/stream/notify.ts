import { auditQueue } from '#adapters/sqs/auditQueue.ts';
import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { actionEntry } from '#domain/audit/actionEntry.ts';
import { announceAction, announceAnomaly } from '#domain/event/announce.ts';
import type { FeedEvent } from '#domain/event/event.ts';
import { Action } from '#domain/remediation/action.ts';
import type { AuditEntry } from '#ports';
import { sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { type Change, onStream } from '#runtime/handlers.ts';

/** Wakes on the anomalies' and the actions' streams: what changed is told to whoever listens, and to the audit. */
export const handler = onStream(async (change, { log }) => {
  const { event, entry } = told(change);
  if (event) await eventQueue(sqs(), environment('FEED_QUEUE_URL')).send([event]);
  if (entry) await auditQueue(sqs(), environment('AUDIT_QUEUE_URL')).record([entry]);
  if (event ?? entry) log.info('told', { event_id: event?.id, audit_id: entry?.id });
});

/** An id's prefix says which noun it is. */
function told({ before, after }: Change): { event?: FeedEvent | undefined; entry?: AuditEntry | undefined } {
  if (after === undefined) return {};
  if (!String(after.id).startsWith('action_'))
    return { event: announceAnomaly(before && Anomaly.parse(before), Anomaly.parse(after)) };
  const [was, is] = [before && Action.parse(before), Action.parse(after)];
  return { event: announceAction(was, is), entry: actionEntry(was, is) };
}
