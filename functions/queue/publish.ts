import * as z from 'zod';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { feed } from '#adapters/dynamodb/feed.ts';
import { integrationList } from '#adapters/dynamodb/integrationTable.ts';
import { noticeTable } from '#adapters/dynamodb/noticeTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { silenceTable } from '#adapters/dynamodb/silenceTable.ts';
import { webhookList } from '#adapters/dynamodb/webhookTable.ts';
import { socketPost } from '#adapters/sockets/socketPost.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { sessionQueue } from '#adapters/sqs/eventQueue.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { FeedEvent } from '#domain/event/event.ts';
import { SessionTask } from '#domain/event/session.ts';
import { REVIEW } from '#domain/notice/review.ts';
import type { Clock } from '#ports';
import { dynamo, sockets, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onEachMessage } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { metrics } from '#runtime/powertools.ts';
import { integrationsListed } from '#usecases/integrationSubscribers.ts';
import { reviewAll } from '#usecases/noticesFor.ts';
import { publishEvent, tellBy } from '#usecases/publishEvent.ts';
import { serveSession } from '#usecases/socketSession.ts';
import { listedTogether, webhooksListed } from '#usecases/subscribers.ts';

const Review = z.object({ notices: z.literal(REVIEW.notices) });
const Work = z.union([SessionTask, Review, FeedEvent]);

/** The longest that one message takes: a greeting whose connection is still on its way. */
const ENOUGH_MS = 6_000;

/** Wakes on feed.fifo, whose one group makes this the feed's one writer: it numbers events, greets and
 *  replays, and decides whom to tell. */
export const handler = onEachMessage(Work, async (work, { clock, log, remaining }, { id }) => {
  if (remaining() < ENOUGH_MS) throw new Error('too little time is left for this one: it comes again');
  const ports = {
    feed: feed(dynamo(), environment('EVENTS_TABLE'), clock),
    connections: connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock),
    sockets: socketPost(sockets()),
    log,
  };
  if ('session' in work) {
    const tasks = sessionQueue(sqs(), environment('FEED_QUEUE_URL'));
    await serveSession(work, id, { ...ports, tasks });
    return;
  }
  const publishPorts = { ...ports, ...noticePorts(clock), clock };
  if ('notices' in work) {
    const { tell } = await reviewAll(tellBy(publishPorts), publishPorts);
    log.info('notices reviewed', { told: tell.length });
    return;
  }
  await publishEvent(work, publishPorts);
  metrics.addMetric('EventsPublished', 'Count', 1);
});

/** Who may be told, by what, and what is known of that. */
const noticePorts = (clock: Clock) => ({
  subscribers: listedTogether(
    webhooksListed(webhookList(dynamo(), environment('WEBHOOKS_TABLE'))),
    integrationsListed(integrationList(dynamo(), environment('INTEGRATIONS_TABLE'))),
  ),
  deliveries: deliveryTable(
    dynamo(),
    environment('DELIVERIES_TABLE'),
    clock,
    seconds(installation().configuration.retention.deliveries),
  ),
  queue: deliveryQueue(sqs(), environment('DELIVERY_QUEUE_URL')),
  silences: silenceTable(dynamo(), environment('SILENCES_TABLE')),
  notices: noticeTable(dynamo(), environment('NOTICES_TABLE'), clock),
  services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
  anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
  notifications: installation().configuration.notifications,
});
