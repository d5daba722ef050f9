import { expect, test } from 'vitest';
import type { FeedEvent } from '#domain/event/event.ts';
import { anAnomaly } from '#domain/fixtures.ts';
import { acknowledge } from './acknowledge.ts';

test('it is an event that says who, and from one person one event', async () => {
  const sent: FeedEvent[] = [];
  const ports = {
    events: { send: async (all: readonly FeedEvent[]) => void sent.push(...all) },
    clock: { now: () => 0 },
  };
  const anomaly = anAnomaly({ id: 'anomaly_1' });
  expect(await acknowledge(anomaly, 'key:ann', ports)).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  await acknowledge(anomaly, 'key:ann', ports);
  await acknowledge(anomaly, 'key:bob', ports);
  expect(sent[0]).toMatchObject({
    event: 'anomaly.acknowledged',
    subject: 'anomaly_1',
    anomaly,
    data: { by: 'key:ann' },
  });
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
});
