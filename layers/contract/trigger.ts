import * as z from 'zod';
import { EventName } from '#domain/event/event.ts';
import { route } from './route.ts';

/** A message of the queue that events pass through holds a quarter of a megabyte, with all that is added to it. */
const MOST_BYTES = 100_000;

/** Nested a thousandfold it cannot even be written. */
function fits(data: Record<string, unknown>): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(data)) <= MOST_BYTES;
  } catch {
    return false;
  }
}

const Trigger = z
  .strictObject({
    event: EventName,
    data: z
      .record(z.string(), z.unknown())
      .refine(fits, 'at most 100 KB of JSON')
      .describe(
        'what is told: an anomaly or an action as the API answers it is told as one; `service` and `severity` filter, ' +
          'and events of one `id` arrive in their order',
      ),
  })
  .meta({
    id: 'Trigger',
    example: { event: 'test', data: { service: 'orders', severity: 'low', note: 'a fire drill' } },
  });

export const triggerEvent = route({
  id: 'triggerEvent',
  method: 'POST',
  path: '/trigger',
  scope: 'write',
  wide: true,
  tag: 'Notifications',
  summary: 'Sends an event to all who subscribed to it: webhooks, integrations and the stream',
  body: Trigger,
  answers: {
    202: {
      description: 'It is on its way',
      schema: z.object({
        id: z.string().describe('the `webhook-id` of its deliveries'),
        event: EventName,
        subscribers: z.number().int().nonnegative().describe('how many webhooks and integrations subscribed to it'),
      }),
    },
  },
});
