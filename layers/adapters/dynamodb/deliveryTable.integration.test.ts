import { beforeEach, expect, test } from 'vitest';
import { toInstant } from '#domain/time.ts';
import type { Delivery } from '#domain/webhook/webhook.ts';
import type { ClaimedDelivery, DeliveryTable } from '#ports';
import { anEvent } from '#test/support/events.ts';
import { ownTable } from '#test/support/table.ts';
import { deliveryTable } from './deliveryTable.ts';
import { receiverHealth } from './receiverHealth.ts';

let now: number;
let table: DeliveryTable;
beforeEach(async () => {
  now = 1_800_000_000;
  const own = await ownTable(
    { id: 'S' },
    {
      byTime: ['feed', 'order'],
      bySubscriber: ['subscriber_id', 'order'],
      waiting: ['waiting', 'due_at'],
      lane: ['lane', 'order'],
    },
  );
  table = deliveryTable(own.client, own.table, { now: () => now });
});

const delivery = (n: number, more: Partial<Delivery> = {}): Delivery => ({
  id: `delivery_${n}`,
  subscriber_id: 'webhook_1',
  event_id: `event-${n}`,
  event: 'anomaly.detected',
  subject: 'anomaly_1',
  status: 'waiting',
  tries: [],
  due_at: toInstant(now),
  redriven_at: null,
  created_at: toInstant(now),
  updated_at: toInstant(now),
  ...more,
});
const create = (n: number, more: Partial<Delivery> = {}) =>
  table.create(delivery(n, more), { ...anEvent(`event-${n}`), seq: n });
async function claimed(id: string): Promise<ClaimedDelivery> {
  const claim = await table.claim(id);
  if (!claim) throw new Error(`${id} could not be claimed`);
  return claim;
}
const ended = (claim: ClaimedDelivery): Delivery => ({ ...claim.delivery, status: 'delivered', due_at: null });

test('created once, behind the last of its subject and webhook', async () => {
  expect([await create(1), await create(1), await create(2)]).toEqual([true, false, true]);
  await create(3, { subject: 'anomaly_2' });
  await create(4, { subscriber_id: 'webhook_2' });
  expect((await claimed('delivery_1')).previous).toBeNull();
  expect((await claimed('delivery_2')).previous).toBe('delivery_1');
  expect((await claimed('delivery_3')).previous).toBeNull();
  expect((await claimed('delivery_4')).previous).toBeNull();
});

test('two writers at once make one line', async () => {
  await Promise.all([create(1), create(2), create(3)]);
  const previous = await Promise.all([1, 2, 3].map(async (n) => (await claimed(`delivery_${n}`)).previous));
  expect(new Set(previous).size).toBe(3);
  expect(previous).toContain(null);
});

test('of two claims at once one succeeds; a lease that ran out may be taken over, and its holder learns of it', async () => {
  await create(1);
  const claims = await Promise.all([table.claim('delivery_1'), table.claim('delivery_1')]);
  const [first, ...others] = claims.filter((claim) => claim !== undefined);
  if (!first) throw new Error('nobody got it');
  expect(others).toEqual([]);
  expect(first).toMatchObject({ delivery: delivery(1), event: { id: 'event-1', seq: 1 } });
  now += 31;
  const second = await claimed('delivery_1');
  expect(await table.release(first, ended(first))).toBe(false);
  expect(await table.waits('delivery_1')).toBe(true);
  expect(await table.release(second, ended(second))).toBe(true);
  expect(await table.waits('delivery_1')).toBe(false);
});

test('what is not due cannot be claimed, and is found when it is', async () => {
  await create(1);
  const claim = await claimed('delivery_1');
  await table.release(claim, { ...claim.delivery, due_at: toInstant(now + 1_000) });
  expect(await table.claim('delivery_1')).toBeUndefined();
  expect(await table.due(10)).toEqual([]);
  now += 1_000;
  expect(await table.due(10)).toEqual(['delivery_1']);
  expect(await table.claim('delivery_1')).toBeDefined();
});

test('the next of a subject can be woken; what is over waits for nothing', async () => {
  for (const n of [1, 2, 3]) await create(n);
  await create(4, { subject: 'anomaly_2' });
  const [first, second] = [await claimed('delivery_1'), await claimed('delivery_2')];
  await table.release(second, { ...second.delivery, due_at: toInstant(now + 1_000) });
  await table.release(first, ended(first));
  expect(await table.next(first.delivery)).toBe('delivery_2');
  expect(await table.wake('delivery_2')).toBe(true);
  const again = await claimed('delivery_2');
  await table.release(again, ended(again));
  expect(await table.next(again.delivery)).toBe('delivery_3');
  expect(await table.wake('delivery_1')).toBe(false);
  expect(await table.claim('delivery_1')).toBeUndefined();
});

test('listed newest first by webhook and status, for thirty days', async () => {
  for (const n of [1, 2, 3]) await create(n);
  await create(4, { subscriber_id: 'webhook_2' });
  const claim = await claimed('delivery_1');
  await table.release(claim, ended(claim));
  const ids = async (filter: Parameters<DeliveryTable['list']>[0], limit = 10) =>
    (await table.list(filter, { limit })).items.map(({ id }) => id);
  expect(await ids({})).toEqual(['delivery_4', 'delivery_3', 'delivery_2', 'delivery_1']);
  expect(await ids({ subscriber: 'webhook_1' })).toEqual(['delivery_3', 'delivery_2', 'delivery_1']);
  expect(await ids({ subscriber: 'webhook_1', status: 'waiting' })).toEqual(['delivery_3', 'delivery_2']);
  expect((await table.list({ status: 'delivered' }, { limit: 1 })).items).toMatchObject([
    { id: 'delivery_1', status: 'delivered', due_at: null },
  ]);
  now += 31 * 86_400;
  expect(await ids({})).toEqual([]);
});

test('dead ones stand apart, go out again once, and behind the one that went out before', async () => {
  for (const n of [1, 2, 3]) await create(n);
  for (const n of [1, 2, 3]) {
    const claim = await claimed(`delivery_${n}`);
    await table.release(claim, { ...ended(claim), status: n === 2 ? 'delivered' : 'dead' });
    now += 10;
  }
  const dead = async (since?: number, limit = 10) =>
    (await table.dead('webhook_1', since === undefined ? undefined : toInstant(since), limit)).map(({ id }) => id);
  expect(await dead()).toEqual(['delivery_1', 'delivery_3']);
  expect(await dead(undefined, 1)).toEqual(['delivery_1']);
  expect(await dead(now)).toEqual([]);
  expect(await table.dead('webhook_2', undefined, 10)).toEqual([]);
  expect(await table.redrive('delivery_2', undefined)).toBe(false);
  expect(await table.redrive('delivery_none', undefined)).toBe(false);
  expect(await table.redrive('delivery_1', undefined)).toBe(true);
  expect(await table.redrive('delivery_1', undefined)).toBe(false);
  expect(await table.redrive('delivery_3', 'delivery_1')).toBe(true);
  expect(await dead()).toEqual([]);
  expect(await table.due(10)).toEqual(['delivery_1', 'delivery_3']);
  expect(await claimed('delivery_3')).toMatchObject({
    previous: 'delivery_1',
    delivery: { status: 'waiting', redriven_at: toInstant(now) },
  });
  const first = await claimed('delivery_1');
  await table.release(first, ended(first));
  expect(await table.next(first.delivery)).toBe('delivery_3');
});

test('a thread is kept for each subscriber and subject, whatever comes after it', async () => {
  await create(1);
  expect(await table.thread('webhook_1', 'anomaly_1')).toBeNull();
  await table.keepThread(delivery(1), '1764.2');
  await create(2);
  expect(await table.thread('webhook_1', 'anomaly_1')).toBe('1764.2');
  expect((await claimed('delivery_2')).previous).toBe('delivery_1');
  expect(await table.thread('webhook_2', 'anomaly_1')).toBeNull();
  await table.keepThread(delivery(3, { subject: 'anomaly_3' }), 'of a line that is not there');
  expect(await create(3, { subject: 'anomaly_3' })).toBe(true);
});

test('how a receiver fares: counted from the first failure, taken by one at a time, forgotten when it works', async () => {
  const { client, table: name } = await ownTable({ id: 'S' }, {});
  const health = receiverHealth(client, name);
  expect(await health.of('webhook_1')).toBeUndefined();
  await health.failed('webhook_1', now, now);
  const twice = { since: toInstant(now), tries: 2, next_at: now + 60 };
  expect(await health.failed('webhook_1', now + 10, now + 60)).toEqual(twice);
  expect(await health.of('webhook_1')).toEqual(twice);
  expect(await health.take('webhook_1', now + 30, now + 100)).toBe(false);
  const both = await Promise.all([1, 2].map(() => health.take('webhook_1', now + 60, now + 100)));
  expect(both.toSorted()).toEqual([false, true]);
  await health.worked('webhook_1');
  expect(await health.of('webhook_1')).toBeUndefined();
  expect(await health.take('webhook_1', now, now + 1)).toBe(false);
});
