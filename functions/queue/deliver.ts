import * as z from 'zod';
import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { receiverHealth } from '#adapters/dynamodb/receiverHealth.ts';
import { webhookTable } from '#adapters/dynamodb/webhookTable.ts';
import { notifierOf } from '#adapters/notifiers/registry.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { webhookSender } from '#adapters/webhook/sender.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { dynamo, kms, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onMessages } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { metrics } from '#runtime/powertools.ts';
import { type DeliverPorts, deliverEvent } from '#usecases/deliverEvent.ts';
import { integrationSubscribers } from '#usecases/integrationSubscribers.ts';
import { together, webhookSubscribers } from '#usecases/subscribers.ts';
import { integrationPorts, integrations } from '../notifierPorts.ts';

/** Wakes on deliveries that are due. Those of a batch are tried side by side, so that a slow receiver delays no other. */
export const handler = onMessages(z.object({ id: z.string() }), async (messages, { clock, log }) => {
  const webhooks = webhookTable(dynamo(), environment('WEBHOOKS_TABLE'), kms(), environment('WEBHOOK_KEY_ID'));
  const sender = webhookSender({ allowHosts: installation().configuration.webhooks.allow_hosts });
  const toIntegrations = integrationPorts({ clock, log });
  const ports: DeliverPorts = {
    subscribers: together(webhookSubscribers(webhooks), integrationSubscribers(integrations())),
    notifierOf: (subscriber) => notifierOf(subscriber, { ...toIntegrations, webhooks, sender, clock }),
    deliveries: deliveryTable(dynamo(), environment('DELIVERIES_TABLE'), clock),
    health: receiverHealth(dynamo(), environment('DELIVERIES_TABLE')),
    queue: deliveryQueue(sqs(), environment('DELIVERY_QUEUE_URL')),
    events: eventQueue(sqs(), environment('FEED_QUEUE_URL')),
    clock,
    log,
    chance: Math.random,
    disableAfterSeconds: seconds(installation().configuration.webhooks.disable_after),
  };
  const tried = await Promise.all(
    messages.map(async ({ id, body }) => {
      try {
        if ((await deliverEvent(body.id, ports)) === 'dead') metrics.addMetric('DeliveriesDead', 'Count', 1);
        return [];
      } catch (error) {
        log.error('message failed', { id, delivery: body.id, error });
        return [id];
      }
    }),
  );
  return tried.flat();
});
