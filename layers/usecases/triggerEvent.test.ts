import { expect, test } from 'vitest';
import type { FeedEvent } from '#domain/event/event.ts';
import { anAnomaly } from '#domain/fixtures.ts';
import { aSubscriber } from '#test/support/events.ts';
import { triggerEvent } from './triggerEvent.ts';

async function trigger(event: FeedEvent['event'], data: Record<string, unknown>) {
  const sent: FeedEvent[] = [];
  const answer = await triggerEvent(
    { event, data },
    {
      subscribers: {
        all: async () => [
          aSubscriber('webhook_all'),
          aSubscriber('webhook_orders', { services: ['orders'] }),
          aSubscriber('webhook_users', { services: ['users'] }),
          aSubscriber('webhook_failures', { events: ['action.failed'] }),
          aSubscriber('webhook_off', { enabled: false }),
        ],
      },
      events: { send: async (events) => void sent.push(...events) },
      clock: { now: () => 1_800_000_000 },
    },
  );
  const [told] = sent;
  if (!told || sent.length > 1) throw new Error('one event is sent');
  return { answer, told };
}

test('an event of any data goes to whom it is for, filtered by its service', async () => {
  const data = { service: 'orders', severity: 'low', note: 'a fire drill' };
  const { answer, told } = await trigger('test', data);
  expect(told).toMatchObject({ event: 'test', service: 'orders', severity: 'low', data, subject: told.id });
  expect(answer).toEqual({ id: told.id, event: 'test', subscribers: 2 });
});

test('two triggers are two events, and an id in the data is what keeps them in order', async () => {
  const [first, second] = [await trigger('test', { id: 'drill-7' }), await trigger('test', { id: 'drill-7' })];
  expect(first.told.id).not.toBe(second.told.id);
  expect([first.told.subject, second.told.subject]).toEqual(['drill-7', 'drill-7']);
});

test('an anomaly as the API answers it is told as one', async () => {
  const anomaly = anAnomaly();
  const { told } = await trigger('anomaly.detected', anomaly);
  expect(told).toMatchObject({ anomaly, subject: anomaly.id, service: anomaly.service });
  expect(told.data).toBeUndefined();
  const half = await trigger('anomaly.detected', { service: 'orders', metric: 'cpu_usage' });
  expect(half.told).toMatchObject({ data: { service: 'orders', metric: 'cpu_usage' } });
  expect(half.told.anomaly).toBeUndefined();
});

test.each([
  ['a number', { service: 7, id: 7 }],
  ['nothing', { service: '', id: '' }],
  ['a tale', { service: 'x'.repeat(201), id: 'x'.repeat(201) }],
])('a service or id that is %s is none', async (_what, data) => {
  const { told } = await trigger('test', data);
  expect(told).toMatchObject({ service: null, subject: told.id });
});
