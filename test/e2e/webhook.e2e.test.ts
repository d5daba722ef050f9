import { Webhook as StandardWebhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { Delivery } from '#contract/webhooks.ts';
import { actionWhere, breakService, healFleet } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { until } from '#test/support/until.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(async () => {
  await healFleet();
  await receiver.stop();
});

test('a receiver that is down for a while gets every event in the end, once each id, signed', async () => {
  const made = await json(
    api('/webhooks', {
      method: 'POST',
      body: JSON.stringify({
        url: receiver.url,
        events: ['anomaly.detected', 'action.succeeded'],
        services: ['users'],
      }),
    }),
    z.object({ id: z.string(), secret: z.string() }).loose(),
    201,
  );
  receiver.takeDown();
  const since = new Date().toISOString();
  await breakService('users', 'memory-leak');
  await actionWhere(
    'the restart is verified',
    'users',
    since,
    ({ type, status }) => type.startsWith('restart') && status === 'succeeded',
    300_000, // a test before may have left it cooling down
  );
  await until('a delivery was tried and refused', async () => receiver.refusals() > 0);
  expect(receiver.received).toEqual([]);

  receiver.bringBack();
  const deliveries = await until(
    'everything is delivered',
    async () => {
      const page = await json(
        api(`/webhooks/history?webhook=${made.id}`),
        z.object({ deliveries: z.array(Delivery) }).loose(),
      );
      const done = page.deliveries.length >= 2 && page.deliveries.every(({ status }) => status === 'delivered');
      return done ? page.deliveries : undefined;
    },
    { within: 240_000, every: 2_000 },
  );

  const ids = receiver.received.map(({ headers }) => String(headers['webhook-id']));
  expect(new Set(ids).size, 'once each id').toBe(ids.length);
  expect(ids.length).toBe(deliveries.length);
  const verifier = new StandardWebhook(made.secret);
  for (const { headers, body } of receiver.received) {
    const signed = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
    );
    expect(() => verifier.verify(body, signed)).not.toThrow();
  }
  expect(receiver.received.map(({ body }) => JSON.parse(body).event)).toContain('action.succeeded');
}, 600_000);
