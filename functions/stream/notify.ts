import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { announceAction, announceAnomaly } from '#domain/event/announce.ts';
import type { FeedEvent } from '#domain/event/event.ts';
import { Action } from '#domain/remediation/action.ts';
import { sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { type Change, onStream } from '#runtime/handlers.ts';

/** Wakes on the anomalies' and the actions' streams: what changed is told to whoever listens. */
export const handler = onStream(async (change, { log }) => {
  const event = announced(change);
  if (event === undefined) return;
  await eventQueue(sqs(), environment('FEED_QUEUE_URL')).send([event]);
  log.info('announced', { event_id: event.id });
});

/** An id's prefix says which noun it is. */
function announced({ before, after }: Change): FeedEvent | undefined {
  if (after === undefined) return undefined;
  return String(after.id).startsWith('action_')
    ? announceAction(before && Action.parse(before), Action.parse(after))
    : announceAnomaly(before && Anomaly.parse(before), Anomaly.parse(after));
}
