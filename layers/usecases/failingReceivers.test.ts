import { expect, test } from 'vitest';
import { busy, ok, stage } from '#test/support/deliveryStage.ts';

test('a receiver that fails is called by one delivery at a time, and none is lost when it is back', async () => {
  const { publish, pass, calls, only, start } = stage(() => ((calls.at(-1)?.at ?? 0) < start + 1_800 ? busy : ok));
  for (let n = 0; n < 60; n++) await publish(`event-${n}`, { subject: `anomaly_${n}` });
  await pass(1_800);
  // each by itself would have tried ten times by now
  expect(calls.length).toBeLessThan(160);
  for (const [n, { at }] of calls.slice(80).entries())
    if (n > 0) expect(at - (calls[79 + n]?.at ?? 0)).toBeGreaterThan(4);
  await pass(3_600);
  expect((await only()).every(({ status }) => status === 'delivered')).toBe(true);
  expect(new Set(calls.filter(({ at }) => at >= start + 1_800).map(({ headers }) => headers['webhook-id'])).size).toBe(
    60,
  );
});

test('Retry-After holds every delivery to that receiver back', async () => {
  const { publish, pass, calls } = stage((call) => (call === 1 ? { status: 429, retryAfter: '120' } : ok));
  await publish('first');
  await pass(0);
  await publish('second', { subject: 'anomaly_2' });
  await pass(118);
  expect(calls).toHaveLength(1);
  await pass(60);
  expect(calls.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(['first', 'first', 'second']);
});

test('what could not even be tried within a day is dead, and says since when nothing works', async () => {
  const { publish, pass, only, calls } = stage(() => busy);
  for (let n = 0; n < 400; n++) await publish(`event-${n}`, { subject: `anomaly_${n}` });
  await pass(25 * 3_600);
  const all = await only();
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['dead']));
  expect(calls.length).toBeLessThan(400 + 25 * 60);
  expect(all.some(({ tries }) => tries.at(-1)?.error?.startsWith('not called: no delivery has worked since'))).toBe(
    true,
  );
});

test('a receiver of which nothing has worked for three days is switched off with a notice', async () => {
  const { publish, pass, only, announced, calls } = stage((call) => (call === 1 ? ok : busy));
  await publish('delivered');
  for (const day of [1, 2, 3]) {
    await publish(`day ${day}`, { subject: `anomaly_${day}` });
    await pass(86_400);
    expect(announced).toEqual([]);
  }
  await publish('day 4', { subject: 'anomaly_4' });
  await pass(86_400);
  expect(announced).toMatchObject([
    {
      event: 'webhook.disabled',
      data: { enabled: false, disabled_reason: expect.stringContaining('no delivery has worked since') },
    },
  ]);
  expect((await only()).map(({ status }) => status)).toEqual(['delivered', 'dead', 'dead', 'dead', 'dead']);
  const made = calls.length;
  await publish('day 5', { subject: 'anomaly_5' });
  await pass(3_600);
  expect(calls).toHaveLength(made);
});

test('one delivery in between that works begins the three days anew', async () => {
  const poison = (n: number) => calls[n - 1]?.headers['webhook-id']?.startsWith('poison');
  const { publish, pass, announced, calls, only } = stage((call) => (poison(call) ? { status: 500 } : ok));
  for (let day = 0; day < 6; day++) {
    await publish(`poison ${day}`, { subject: `anomaly_${day}` });
    await publish(`fine ${day}`, { subject: `anomaly_fine_${day}` });
    await pass(86_400);
  }
  expect(announced).toEqual([]);
  expect((await only()).filter(({ status }) => status === 'delivered')).toHaveLength(6);
});
