import { expect, test } from 'vitest';
import { toInstant } from '#domain/time.ts';
import { busy, ok, stage } from '#test/support/deliveryStage.ts';

test('dead letters go out again: each subject in order, for another day, and not twice', async () => {
  let open = false;
  const { publish, pass, only, ids, redrive, calls } = stage(() => (open ? ok : { error: 'ECONNREFUSED' }));
  await publish('first');
  await publish('second');
  await publish('elsewhere', { subject: 'anomaly_2' });
  await pass(50 * 3_600);
  expect((await only()).map(({ status }) => status)).toEqual(['dead', 'dead', 'dead']);
  const before = calls.length;
  expect(await redrive()).toEqual({ redriven: 3, more: false });
  expect(await redrive()).toEqual({ redriven: 0, more: false });
  await pass(60);
  expect(
    (await only()).every(({ status }) => status === 'waiting'),
    'it has a day again',
  ).toBe(true);
  open = true;
  await pass(3_600);
  expect((await only()).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  const again = ids().slice(before);
  expect(again.lastIndexOf('first')).toBeLessThan(again.indexOf('second'));
  expect((await only())[0]?.tries.length).toBeGreaterThan(20);
});

test('only what was made since then is redriven, and what lay between is not waited for', async () => {
  const dead = new Set(['first', 'third']);
  const { publish, pass, redrive, calls, ids, ports, only } = stage((call) =>
    dead.has(calls[call - 1]?.headers['webhook-id'] ?? '') ? busy : ok,
  );
  for (const id of ['first', 'second', 'third']) {
    await publish(id);
    await pass(25 * 3_600);
  }
  expect((await only()).map(({ status }) => status)).toEqual(['dead', 'delivered', 'dead']);
  expect(await redrive(toInstant(ports.clock.now() - 30 * 3_600))).toEqual({ redriven: 1, more: false });
  expect((await only()).map(({ status }) => status)).toEqual(['dead', 'delivered', 'waiting']);
  dead.clear();
  await pass(0);
  expect(await redrive()).toMatchObject({ redriven: 1 });
  await pass(120);
  expect((await only()).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered']);
  expect(ids().slice(-2).toSorted()).toEqual(['first', 'third']);
});

test('those that go out again wait for each other, though what lay between them was delivered', async () => {
  let dead = new Set(['first', 'third']);
  const { publish, pass, redrive, calls, ids } = stage((call) =>
    dead.has(calls[call - 1]?.headers['webhook-id'] ?? '') ? busy : ok,
  );
  for (const id of ['first', 'second', 'third']) {
    await publish(id);
    await pass(25 * 3_600);
  }
  dead = new Set(['first']);
  const before = calls.length;
  expect(await redrive()).toEqual({ redriven: 2, more: false });
  await pass(120);
  expect(new Set(ids().slice(before))).toEqual(new Set(['first']));
  dead.clear();
  await pass(3_600);
  expect(ids().slice(-2)).toEqual(['first', 'third']);
});
