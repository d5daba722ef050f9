import * as z from 'zod';
import { EventName } from '../event/event.ts';
import { Instant } from '../time.ts';

export const WebhookEvent = z.union([EventName, z.literal('*')]);

export const Webhook = z
  .object({
    id: z.string().regex(/^webhook_[0-9a-zA-Z]+$/),
    url: z.url({ protocol: /^https?$/ }),
    format: z.enum(['standard', 'slack']),
    events: z.array(WebhookEvent).min(1),
    services: z.array(z.string()).nullable(),
    severities: z.array(z.string()).nullable(),
    enabled: z.boolean(),
    disabled_reason: z.string().nullable(),
    previous_until: Instant.nullable().default(null).describe('until then the secret before a rotation signs too'),
    created_at: Instant,
    updated_at: Instant,
    version: z.number().int().positive(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

export const DeliveryTry = z.object({
  at: Instant,
  status: z.number().int().nullable().describe("the receiver's HTTP status, null when there was no answer"),
  error: z.string().nullable(),
  duration_ms: z.number(),
  skipped: z.string().optional().describe('why there was nothing to say of this event: nobody was called'),
});
export type DeliveryTry = z.infer<typeof DeliveryTry>;

/** One event on its way to one subscriber, with each try. `id` derives from event and subscriber: once each id. */
export const Delivery = z.object({
  id: z.string().regex(/^delivery_[0-9a-zA-Z]+$/),
  subscriber_id: z.string().describe('a webhook, or an integration'),
  event_id: z.string(),
  event: z.string(),
  subject: z.string(),
  status: z.enum(['waiting', 'delivered', 'dead']),
  tries: z.array(DeliveryTry),
  due_at: Instant.nullable(),
  redriven_at: Instant.nullable().default(null).describe('when a dead one was given another day'),
  created_at: Instant,
  updated_at: Instant,
});
export type Delivery = z.infer<typeof Delivery>;
