import { deliveryTable } from '#adapters/dynamodb/deliveryTable.ts';
import { integrationTable } from '#adapters/dynamodb/integrationTable.ts';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { receiverHealth } from '#adapters/dynamodb/receiverHealth.ts';
import { webhookTable } from '#adapters/dynamodb/webhookTable.ts';
import { deliveryQueue } from '#adapters/sqs/deliveryQueue.ts';
import { eventQueue } from '#adapters/sqs/eventQueue.ts';
import { addressesOf } from '#adapters/webhook/resolve.ts';
import { webhookSender } from '#adapters/webhook/sender.ts';
import { triggerEvent } from '#contract/trigger.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listDeliveries,
  listWebhooks,
  redriveWebhook,
  replaceWebhook,
  rotateWebhook,
  testWebhook,
} from '#contract/webhooks.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { utc } from '#domain/time.ts';
import type { Delivery, Webhook } from '#domain/webhook/webhook.ts';
import type { Clock } from '#ports';
import { dynamo, kms, sqs } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import {
  answers,
  Conflict,
  Invalid,
  NotFound,
  onHttp,
  PreconditionFailed,
  requireVersion,
} from '#runtime/http/http.ts';
import { installation } from '#runtime/installation.ts';
import { integrationSubscribers } from '#usecases/integrationSubscribers.ts';
import { changeWebhook, makeWebhook, tryWebhook, type WebhookPorts } from '#usecases/manageWebhooks.ts';
import { pageOf } from '#usecases/pageOf.ts';
import { redriveDeliveries } from '#usecases/redriveDeliveries.ts';
import { rotateSecret } from '#usecases/rotateSecret.ts';
import { together, webhookSubscribers } from '#usecases/subscribers.ts';
import { triggerEvent as triggerFor } from '#usecases/triggerEvent.ts';

const EXCERPT = 2_000;

const webhooks = () => webhookTable(dynamo(), environment('WEBHOOKS_TABLE'), kms(), environment('WEBHOOK_KEY_ID'));

function webhookPorts(clock: Clock): WebhookPorts {
  const allowHosts = installation().configuration.webhooks.allow_hosts;
  const health = receiverHealth(dynamo(), environment('DELIVERIES_TABLE'));
  return {
    webhooks: webhooks(),
    health,
    sender: webhookSender({ allowHosts }),
    resolve: addressesOf,
    allowHosts,
    clock,
  };
}

const subscribers = () =>
  together(
    webhookSubscribers(webhooks()),
    integrationSubscribers(
      integrationTable(dynamo(), environment('INTEGRATIONS_TABLE'), kms(), environment('WEBHOOK_KEY_ID')),
    ),
  );

const deliveriesBy = (clock: Clock) =>
  deliveryTable(
    dynamo(),
    environment('DELIVERIES_TABLE'),
    clock,
    seconds(installation().configuration.retention.deliveries),
  );

async function found(id: string): Promise<Webhook> {
  const webhook = await webhooks().get(id);
  if (!webhook) throw new NotFound(`there is no webhook ${id}`);
  return webhook;
}

const notCallable = (message: string) => new Invalid([{ pointer: '/url', message, in: 'body' }]);
const changedMeanwhile = (id: string) => new PreconditionFailed(`${id} was changed meanwhile: read it again`);

const shown = ({ subscriber_id: id, ...delivery }: Delivery) => ({
  ...delivery,
  webhook_id: id.startsWith('webhook_') ? id : null,
  integration_id: id.startsWith('webhook_') ? null : id,
});

/** Webhooks: who is told of what, and what came of telling them. */
export const handler = onHttp([
  answers(listWebhooks, async ({ query }) => {
    const page = pageOf(await webhooks().all(), ({ created_at, id }) => `${created_at}#${id}`, query);
    if (!page) throw new BadCursor();
    return { status: 200, body: { webhooks: page.items, count: page.items.length, next_cursor: page.next_cursor } };
  }),
  answers(createWebhook, async ({ body, baseUrl }, { clock }) => {
    const made = await makeWebhook(body, webhookPorts(clock));
    if (made.refused !== undefined) throw notCallable(made.refused);
    const { webhook, secret, warning } = made;
    return {
      status: 201,
      body: { ...webhook, secret, ...(warning === undefined ? {} : { warning }) },
      headers: { location: `${baseUrl}/webhooks/${webhook.id}` },
    };
  }),
  answers(listDeliveries, async ({ query: { webhook, status, limit, cursor } }, { clock }) => {
    const { items, next_cursor } = await deliveriesBy(clock).list({ subscriber: webhook, status }, { limit, cursor });
    return { status: 200, body: { deliveries: items.map(shown), count: items.length, next_cursor } };
  }),
  answers(getWebhook, async ({ params: { id } }) => ({ status: 200, body: await found(id) })),
  answers(replaceWebhook, async ({ params: { id }, body, ifMatch }, { clock }) => {
    const webhook = await found(id);
    requireVersion(ifMatch, webhook.version);
    const changed = await changeWebhook(webhook, body, webhookPorts(clock));
    if (changed.refused !== undefined) throw notCallable(changed.refused);
    if (changed.lost) throw changedMeanwhile(id);
    const { warning } = changed;
    return { status: 200, body: { ...changed.webhook, ...(warning === undefined ? {} : { warning }) } };
  }),
  answers(deleteWebhook, async ({ params: { id }, ifMatch }) => {
    const { version } = await found(id);
    requireVersion(ifMatch, version);
    const removed = await webhooks().remove(id, ifMatch === undefined ? undefined : version);
    if (removed === 'unknown') throw new NotFound(`there is no webhook ${id}`);
    if (removed === 'stale') throw changedMeanwhile(id);
    return { status: 204 };
  }),
  answers(testWebhook, async ({ params: { id } }, { clock, log }) => {
    const { delivered, status, error, duration_ms, body } = await tryWebhook(await found(id), webhookPorts(clock));
    log.info('webhook tested', { webhook_id: id, delivered, status, error });
    return { status: 200, body: { delivered, status, error, duration_ms, body: body.slice(0, EXCERPT) } };
  }),
  answers(rotateWebhook, async ({ params: { id }, body, ifMatch }, { clock, log }) => {
    const webhook = await found(id);
    requireVersion(ifMatch, webhook.version);
    const rotated = await rotateSecret(webhook, body, { webhooks: webhooks(), clock, log });
    if (rotated === 'lost') throw changedMeanwhile(id);
    return { status: 200, body: { ...rotated.webhook, secret: rotated.secret } };
  }),
  answers(redriveWebhook, async ({ params: { id }, body: { since } }, { clock, log }) => {
    const { enabled } = await found(id);
    if (!enabled)
      throw new Conflict(`${id} is switched off: enable it first, or what goes out again is given up again`);
    const queue = deliveryQueue(sqs(), environment('DELIVERY_QUEUE_URL'));
    return {
      status: 202,
      body: await redriveDeliveries(
        id,
        { since: since === undefined ? undefined : utc(since) },
        { deliveries: deliveriesBy(clock), queue, log },
      ),
    };
  }),
  answers(triggerEvent, async ({ body }, { clock }) => {
    const triggered = await triggerFor(body, {
      subscribers: subscribers(),
      events: eventQueue(sqs(), environment('FEED_QUEUE_URL')),
      clock,
    });
    return { status: 202, body: triggered };
  }),
]);
