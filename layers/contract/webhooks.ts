import * as z from 'zod';
import { Severity } from '#domain/anomaly/anomaly.ts';
import { ServiceName } from '#domain/service/name.ts';
import { isUsableSecret } from '#domain/webhook/signature.ts';
import { Delivery as KeptDelivery, Webhook, WebhookEvent } from '#domain/webhook/webhook.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { triggerEvent } from './trigger.ts';
import { Overlap, When } from './when.ts';

const tag = 'Notifications';
const byId = z.object({ id: z.string().max(200) });
const passedOver = z.unknown().optional();

const ReceiverUrl = z
  .url({ protocol: /^https?$/, error: 'an http or https address' })
  .max(2_000)
  .refine((url) => !/^https?:\/\/[^/?#]*@/i.test(url), 'credentials do not belong into an address');

const Secret = z
  .string()
  .min(1)
  .max(1_000)
  .refine(isUsableSecret, 'what follows whsec_ is base64, as Standard Webhooks says')
  .describe('any text: its bytes sign; behind `whsec_` base64. Never shown again');

export const Delivery = KeptDelivery.omit({ subscriber_id: true })
  .extend({ webhook_id: z.string().nullable(), integration_id: z.string().nullable() })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

const fields = {
  url: ReceiverUrl,
  format: Webhook.shape.format
    .optional()
    .describe('slack: messages as Slack reads them, which a hooks.slack.com address gets without asking'),
  events: z.array(WebhookEvent).min(1).max(50),
  services: z.array(ServiceName).min(1).max(200).nullish().describe('only events of these; all when left out'),
  severities: z.array(Severity).min(1).nullish().describe('only anomalies of these; all when left out'),
  secret: Secret.optional(),
  enabled: z.boolean().default(true),
};

export const WebhookRequest = z.strictObject(fields).meta({
  id: 'WebhookRequest',
  example: { url: 'https://example.com/webhook', events: ['anomaly.detected'], enabled: true },
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

/** What GET answers may come back as it is, changed in what was to change: what is only told is passed over. */
export const WebhookReplacement = z
  .strictObject({
    ...fields,
    id: passedOver,
    disabled_reason: passedOver,
    previous_until: passedOver,
    created_at: passedOver,
    updated_at: passedOver,
    version: passedOver,
  })
  .meta({ id: 'WebhookReplacement' });
export type WebhookReplacement = z.infer<typeof WebhookReplacement>;

const warning = z.string().optional().describe('what may keep deliveries from arriving');

export const listWebhooks = route({
  id: 'listWebhooks',
  method: 'GET',
  path: '/webhooks',
  scope: 'read',
  tag,
  summary: 'The webhooks, oldest first, without their secrets',
  query: z.object({ ...pageQuery }),
  answers: { 200: { description: 'The webhooks', schema: pageOf('webhooks', Webhook) } },
});

export const createWebhook = route({
  id: 'createWebhook',
  method: 'POST',
  path: '/webhooks',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Registers a receiver. Its secret is in this answer and in no other',
  body: WebhookRequest,
  answers: {
    201: {
      description: 'The webhook with its secret',
      schema: z.object({ ...Webhook.shape, secret: z.string(), warning }),
    },
  },
});

export const getWebhook = route({
  id: 'getWebhook',
  method: 'GET',
  path: '/webhooks/{id}',
  scope: 'read',
  tag,
  summary: 'A webhook, without its secret',
  params: byId,
  answers: { 200: { description: 'The webhook', schema: Webhook } },
});

export const replaceWebhook = route({
  id: 'replaceWebhook',
  method: 'PUT',
  path: '/webhooks/{id}',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Replaces a webhook; the secret stays unless a new one is given',
  params: byId,
  body: WebhookReplacement,
  answers: { 200: { description: 'The webhook as it is now', schema: z.object({ ...Webhook.shape, warning }) } },
});

export const deleteWebhook = route({
  id: 'deleteWebhook',
  method: 'DELETE',
  path: '/webhooks/{id}',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Removes a webhook; what still waits for it is given up',
  params: byId,
  answers: { 204: { description: 'It is gone' } },
});

export const testWebhook = route({
  id: 'testWebhook',
  method: 'POST',
  path: '/webhooks/{id}/test',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Sends a real signed delivery with an example of an anomaly, once, and tells what the receiver answered',
  params: byId,
  answers: {
    200: {
      description: 'What came of it',
      schema: z.object({
        delivered: z.boolean().describe('the receiver answered 2xx'),
        status: z.number().int().nullable(),
        error: z.string().nullable(),
        duration_ms: z.number(),
        body: z.string().describe("the beginning of the receiver's answer"),
      }),
    },
  },
});

export const rotateWebhook = route({
  id: 'rotateWebhook',
  method: 'POST',
  path: '/webhooks/{id}/rotate',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Gives a webhook a new secret, told in this answer only; the old one signs beside it for the overlap',
  params: byId,
  body: z
    .strictObject({
      secret: Secret.optional(),
      overlap: Overlap.describe(
        'how long both sign; 0 ends the old one now. A rotation within it ends the older of them',
      ),
    })
    .meta({ id: 'SecretRotation', example: { overlap: '24h' } }),
  answers: {
    200: { description: 'The webhook with its new secret', schema: z.object({ ...Webhook.shape, secret: z.string() }) },
  },
});

export const redriveWebhook = route({
  id: 'redriveWebhook',
  method: 'POST',
  path: '/webhooks/{id}/redrive',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Gives the dead deliveries of a webhook or an integration another day, oldest first, at most 200 a call',
  params: byId,
  body: z
    .strictObject({ since: When.optional().describe('only what was made since then') })
    .meta({ id: 'Redrive', example: { since: '2026-11-24T16:00:00.000Z' } }),
  answers: {
    202: {
      description: 'They go out again',
      schema: z.object({
        redriven: z.number().int().nonnegative(),
        more: z.boolean().describe('others are left: ask again'),
      }),
    },
  },
});

export const listDeliveries = route({
  id: 'listDeliveries',
  method: 'GET',
  path: '/webhooks/history',
  scope: 'read',
  tag,
  summary: 'Each delivery with each try, newest first; kept for 30 days',
  query: z.object({
    webhook: z.string().min(1).max(200).optional().describe('of this webhook, or this integration'),
    status: Delivery.shape.status.optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: 'The deliveries', schema: pageOf('deliveries', Delivery) } },
});

export const webhookRoutes = [
  listWebhooks,
  createWebhook,
  listDeliveries,
  getWebhook,
  replaceWebhook,
  deleteWebhook,
  testWebhook,
  rotateWebhook,
  redriveWebhook,
  triggerEvent,
];
