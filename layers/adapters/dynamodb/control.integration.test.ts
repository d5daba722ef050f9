import { beforeEach, describe, expect, test } from 'vitest';
import { anAction } from '#domain/fixtures.ts';
import type { ActionTable, ConditionEpisodes, Marks, Reservations } from '#ports';
import { ownTable } from '#test/support/table.ts';
import { actionTable } from './actionTable.ts';
import { conditionEpisodes } from './conditionEpisodes.ts';
import { marks } from './marks.ts';
import { reservations } from './reservations.ts';

// The conditions on which exactly-once rests, as the database judges them.

let now: number;
const sum = (values: readonly boolean[]) => values.filter(Boolean).length;
const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe('the control table', () => {
  let held: Reservations;
  let progress: Marks;
  let episodes: ConditionEpisodes;
  beforeEach(async () => {
    now = 1_800_000_000;
    const { client, table } = await ownTable({ id: 'S' });
    held = reservations(client, table, { now: () => now });
    progress = marks(client, table);
    episodes = conditionEpisodes(client, table);
  });

  test('of many intents at once one gets the lock, and says by whom it is held', async () => {
    const got = await atOnce(8, (index) => held.lockService('orders', `action_${index}`, now + 60));
    expect(sum(got.map(({ ok }) => ok))).toBe(1);
    const winner = got.findIndex(({ ok }) => ok);
    for (const one of got) if (!one.ok) expect(one.by).toBe(`action_${winner}`);
  });

  test('an intent takes the lock over from its attempt; another attempt of it, and another intent, do not', async () => {
    expect((await held.lockService('orders', 'action_1:a', now + 30)).ok).toBe(true);
    expect((await held.lockService('orders', 'action_1:a', now + 30)).ok).toBe(true);
    expect(await held.lockService('orders', 'action_1:b', now + 30)).toEqual({ ok: false, by: 'action_1:a' });
    expect(await held.lockService('orders', 'action_12', now + 30)).toEqual({ ok: false, by: 'action_1:a' });
    expect((await held.lockService('orders', 'action_1', now + 1_200)).ok).toBe(true);
    await held.unlockService('orders', 'action_1:a');
    expect(await held.lockService('orders', 'action_2:a', now + 30)).toEqual({ ok: false, by: 'action_1' });
    await held.unlockService('orders', 'action_1');
    expect((await held.lockService('orders', 'action_2:a', now + 30)).ok).toBe(true);
  });

  test('a lock expires by itself', async () => {
    await held.lockService('orders', 'action_1', now + 60);
    now += 60;
    expect((await held.lockService('orders', 'action_2', now + 60)).ok).toBe(true);
  });

  test('a cooldown holds others, not its own, and is let go by its own only', async () => {
    expect(await held.cool('target#orders', 'action_1', now + 300)).toEqual({ ok: true });
    expect(await held.cool('target#orders', 'action_1', now + 300)).toEqual({ ok: true });
    expect(await held.cool('target#orders', 'action_2', now + 300)).toEqual({ ok: false, until: now + 300 });
    await held.uncool('target#orders', 'action_2');
    expect((await held.cool('target#orders', 'action_2', now + 300)).ok).toBe(false);
    await held.uncool('target#orders', 'action_1');
    expect((await held.cool('target#orders', 'action_2', now + 300)).ok).toBe(true);
  });

  test('a budget is never overspent, a repeat costs nothing, and an hour later it is free', async () => {
    const spent = await Promise.allSettled(Array.from({ length: 5 }, (_, i) => held.spend('fleet', `action_${i}`, 3)));
    const ok = spent.filter((one) => one.status === 'fulfilled' && one.value.ok).length;
    expect(ok).toBeLessThanOrEqual(3);
    for (const i of [0, 1, 2, 3, 4]) await held.spend('fleet', `action_${i}`, 3);
    expect(await held.spend('fleet', 'action_9', 3)).toEqual({ ok: false, spent: 3 });
    now += 3_601;
    expect(await held.spend('fleet', 'action_9', 3)).toEqual({ ok: true });
    await held.unspend('fleet', 'action_9');
    for (const i of [1, 2, 3]) expect((await held.spend('fleet', `action_${i}`, 3)).ok).toBe(true);
  });

  test('a mark only rises, and tells who raised it', async () => {
    expect(await progress.read('plan')).toBeUndefined();
    expect(sum(await atOnce(6, () => progress.raise('plan', 100)))).toBe(1);
    expect(await progress.raise('plan', 90)).toBe(false);
    expect(await progress.raise('plan', 110)).toBe(true);
    expect(await progress.read('plan')).toBe(110);
  });

  test('two evaluators at once open one episode of a condition, and a closed one is followed by another', async () => {
    const opened = await atOnce(4, (index) => episodes.open('policy_1', 'orders', now + index));
    expect(new Set(opened.map(({ since }) => since)).size).toBe(1);
    await episodes.close('policy_1', 'orders', now + 60);
    expect((await episodes.open('policy_1', 'orders', now + 90)).since).toBe(now + 90);
    expect(await episodes.read('policy_1', 'users')).toBeUndefined();
  });
});

describe('the table of actions', () => {
  let actions: ActionTable;
  beforeEach(async () => {
    const { client, table } = await ownTable(
      { id: 'S' },
      {
        byTime: ['feed', 'order'],
        byService: ['service', 'order'],
        byCause: ['cause_key', 'order'],
        unfinished: ['unfinished', 'order'],
      },
    );
    actions = actionTable(client, table);
  });

  test('of many claims one wins, and the others are given what is there', async () => {
    const claims = await atOnce(6, (index) => actions.claim(anAction({ status: 'pending', reason: `${index}` })));
    expect(sum(claims.map(({ claimed }) => claimed))).toBe(1);
    expect(new Set(claims.map(({ action }) => action.reason)).size).toBe(1);
  });

  test('a held action is claimed over, a claimed one is never held', async () => {
    const guards = [{ guard: 'cooldown' as const, passed: false, reason: 'cools down' }];
    await actions.hold(anAction({ status: 'held', guards }));
    await actions.hold(anAction({ status: 'held', guards }));
    expect((await actions.get('action_1'))?.version, 'the same guards write nothing').toBe(1);
    expect((await actions.claim(anAction({ status: 'pending' }))).claimed).toBe(true);
    await actions.hold(anAction({ status: 'held', guards }));
    expect((await actions.get('action_1'))?.status).toBe('pending');
  });

  test('an update needs the version before it; what has ended is not unfinished', async () => {
    await actions.claim(anAction({ status: 'pending', version: 2 }));
    expect((await actions.unfinished()).map(({ id }) => id)).toEqual(['action_1']);
    expect(await actions.update(anAction({ status: 'started', version: 2 }))).toBe(false);
    expect(await actions.update(anAction({ status: 'failed', version: 3 }))).toBe(true);
    expect(await actions.unfinished()).toEqual([]);
    expect((await actions.ofCause('policy_1', 'anomaly_1')).map(({ status }) => status)).toEqual(['failed']);
    expect(await actions.ofCause('policy_1', 'anomaly_2')).toEqual([]);
    expect(await actions.ofTarget('policy_2', 'orders')).toEqual([]);
  });
});
