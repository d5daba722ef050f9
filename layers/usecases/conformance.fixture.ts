import { beforeEach, describe, expect, test } from 'vitest';
import { anAction } from '#domain/fixtures.ts';
import type {
  ActionTable,
  ApprovalTokens,
  AutonomyRecords,
  ConditionEpisodes,
  KillSwitch,
  Reservations,
  Workflow,
} from '#ports';

/** The ports on whose conditions exactly-once rests, empty, under a clock of the test's own. */
export interface Conformant {
  reservations: Reservations;
  episodes: ConditionEpisodes;
  actions: ActionTable;
  kill: KillSwitch;
  autonomy: AutonomyRecords;
  approvals: ApprovalTokens;
  workflow: Workflow;
  clock: { now: number };
}

const sum = (values: readonly boolean[]) => values.filter(Boolean).length;
const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const ids = (actions: readonly { id: string }[]) => actions.map(({ id }) => id).sort();

/**
 * What the use cases rely on, asked of any implementation: the simulated one, over which thousands of interleavings run,
 * may not be kinder than the one that is deployed.
 */
export function conformance(name: string, make: () => Promise<Conformant>): void {
  let it: Conformant;
  beforeEach(async () => {
    it = await make();
  });

  describe(`${name}: locks, cooldowns and budgets`, () => {
    test('of many intents at once one gets the lock, and says by whom it is held', async () => {
      const { reservations, clock } = it;
      const got = await atOnce(8, (index) => reservations.lockService('orders', `action_${index}`, clock.now + 60));
      expect(sum(got.map(({ ok }) => ok))).toBe(1);
      const winner = got.findIndex(({ ok }) => ok);
      for (const one of got) if (!one.ok) expect(one.by).toBe(`action_${winner}`);
    });

    test('an intent takes the lock over from its attempt; another attempt of it, and another intent, do not', async () => {
      const { reservations: held, clock } = it;
      const soon = clock.now + 30;
      expect((await held.lockService('orders', 'action_1:a', soon)).ok).toBe(true);
      expect((await held.lockService('orders', 'action_1:a', soon)).ok).toBe(true);
      expect(await held.lockService('orders', 'action_1:b', soon)).toEqual({ ok: false, by: 'action_1:a' });
      expect(await held.lockService('orders', 'action_12', soon)).toEqual({ ok: false, by: 'action_1:a' });
      expect((await held.lockService('orders', 'action_1', clock.now + 1_200)).ok).toBe(true);
      await held.unlockService('orders', 'action_1:a');
      expect(await held.lockService('orders', 'action_2:a', soon)).toEqual({ ok: false, by: 'action_1' });
      await held.unlockService('orders', 'action_1');
      expect((await held.lockService('orders', 'action_2:a', soon)).ok).toBe(true);
    });

    test('a lock expires by itself, at its very second, and only for its service', async () => {
      const { reservations: held, clock } = it;
      await held.lockService('orders', 'action_1', clock.now + 60);
      expect((await held.lockService('users', 'action_2', clock.now + 60)).ok).toBe(true);
      clock.now += 59;
      expect((await held.lockService('orders', 'action_2', clock.now + 60)).ok).toBe(false);
      clock.now += 1;
      expect((await held.lockService('orders', 'action_2', clock.now + 60)).ok).toBe(true);
    });

    test('a cooldown holds others, not its own, and is let go by its own only', async () => {
      const { reservations: held, clock } = it;
      const until = clock.now + 300;
      expect(await held.cool('target#orders', 'action_1', until)).toEqual({ ok: true });
      expect(await held.cool('target#orders', 'action_1', until)).toEqual({ ok: true });
      expect(await held.cool('target#orders', 'action_2', until)).toEqual({ ok: false, until });
      await held.uncool('target#orders', 'action_2');
      expect((await held.cool('target#orders', 'action_2', until)).ok).toBe(false);
      await held.uncool('target#orders', 'action_1');
      expect((await held.cool('target#orders', 'action_2', until)).ok).toBe(true);
    });

    test('a budget is never overspent, a repeat costs nothing, and an hour later it is free', async () => {
      const { reservations: held, clock } = it;
      const spent = await Promise.allSettled(
        Array.from({ length: 5 }, (_, i) => held.spend('fleet', `action_${i}`, 3)),
      );
      expect(spent.filter((one) => one.status === 'fulfilled' && one.value.ok).length).toBeLessThanOrEqual(3);
      for (const i of [0, 1, 2, 3, 4]) await held.spend('fleet', `action_${i}`, 3);
      expect(await held.spend('fleet', 'action_9', 3)).toEqual({ ok: false, spent: 3 });
      clock.now += 3_601;
      expect(await held.spend('fleet', 'action_9', 3)).toEqual({ ok: true });
      await held.unspend('fleet', 'action_9');
      for (const i of [1, 2, 3]) expect((await held.spend('fleet', `action_${i}`, 3)).ok).toBe(true);
      expect((await held.spend('users', 'action_9', 1)).ok, 'a budget of its own').toBe(true);
    });
  });

  describe(`${name}: what is only looked at`, () => {
    test('who holds a lock or a cooldown, while it lasts, and how much of a budget is spent', async () => {
      const { reservations: held, clock } = it;
      expect(await held.holder('lock', 'orders')).toBeUndefined();
      await held.lockService('orders', 'action_1', clock.now + 60);
      await held.cool('target#orders', 'action_2', clock.now + 30);
      expect(await held.holder('lock', 'orders')).toEqual({ intent: 'action_1', until: clock.now + 60 });
      expect(await held.holder('cooldown', 'target#orders')).toEqual({ intent: 'action_2', until: clock.now + 30 });
      await held.spend('fleet', 'action_1', 3);
      expect(await held.spent('fleet')).toBe(1);
      clock.now += 3_601;
      expect(await held.holder('lock', 'orders')).toBeUndefined();
      expect(await held.spent('fleet')).toBe(0);
    });
  });

  describe(`${name}: records of autonomy, tokens of approvals`, () => {
    test('of outcomes noted at once none is lost, a repeat counts once, and a word stands beside them', async () => {
      const { autonomy } = it;
      const key = { policyId: 'policy_1', service: 'orders', type: 'scale' };
      const at = '2027-01-15T08:00:00.000Z';
      expect(await autonomy.read(key)).toEqual({ outcomes: [], word: null });
      await Promise.all(
        ['action_1', 'action_2', 'action_1'].map((action) => autonomy.note(key, { action, verdict: 'helped', at })),
      );
      await autonomy.say(key, { level: 'suggest', by: 'key:a', reason: 'a test', at });
      const { outcomes, word } = await autonomy.read(key);
      expect(outcomes.map(({ action }) => action).sort()).toEqual(['action_1', 'action_2']);
      expect(word?.by).toBe('key:a');
      expect((await autonomy.read({ ...key, service: 'users' })).outcomes).toEqual([]);
    });

    test('the newest token of an action counts', async () => {
      const { approvals } = it;
      expect(await approvals.read('action_1')).toBeUndefined();
      await approvals.keep('action_1', 'one');
      await approvals.keep('action_1', 'two');
      expect(await approvals.read('action_1')).toBe('two');
    });
  });

  describe(`${name}: episodes of conditions`, () => {
    test('two evaluators at once open one, and a closed one is followed by another', async () => {
      const { episodes, clock } = it;
      const opened = await atOnce(4, (index) => episodes.open('policy_1', 'orders', clock.now + index));
      expect(new Set(opened.map(({ since }) => since)).size).toBe(1);
      await episodes.close('policy_1', 'orders', clock.now + 60);
      expect((await episodes.read('policy_1', 'orders'))?.closed_at).toBe(clock.now + 60);
      expect((await episodes.open('policy_1', 'orders', clock.now + 90)).since).toBe(clock.now + 90);
      expect(await episodes.read('policy_1', 'users')).toBeUndefined();
      expect(await episodes.read('policy_2', 'orders')).toBeUndefined();
    });
  });

  describe(`${name}: actions`, () => {
    test('of many claims one wins, and the others are given what is there', async () => {
      const claims = await atOnce(6, (index) => it.actions.claim(anAction({ status: 'pending', reason: `${index}` })));
      expect(sum(claims.map(({ claimed }) => claimed))).toBe(1);
      expect(new Set(claims.map(({ action }) => action.reason)).size).toBe(1);
    });

    test('a held action is claimed over, a claimed one is never held, and the same guards write nothing', async () => {
      const { actions } = it;
      const guards = [{ guard: 'cooldown' as const, passed: false, reason: 'cools down' }];
      const held = anAction({ status: 'held', guards });
      await actions.hold(held);
      await actions.hold({ ...held, created_at: '2027-01-15T09:00:00.000Z' });
      const kept = await actions.get(held.id);
      expect(kept).toMatchObject({ version: held.version, created_at: held.created_at });
      await actions.hold({ ...held, guards: [{ guard: 'budget', passed: false, reason: 'spent' }] });
      expect(await actions.get(held.id)).toMatchObject({ version: held.version + 1, created_at: held.created_at });
      expect((await actions.claim(anAction({ status: 'pending' }))).claimed).toBe(true);
      await actions.hold(held);
      expect((await actions.get(held.id))?.status).toBe('pending');
    });

    test('an update needs the version before it, so of two at once one is refused', async () => {
      const { actions } = it;
      await actions.claim(anAction({ status: 'pending', version: 2 }));
      expect(await actions.update(anAction({ status: 'started', version: 2 }))).toBe(false);
      expect(await actions.update(anAction({ status: 'started', version: 4 }))).toBe(false);
      const both = await atOnce(2, (index) =>
        actions.update(anAction({ status: 'started', version: 3, reason: `${index}` })),
      );
      expect(sum(both)).toBe(1);
      expect((await actions.get('action_1'))?.reason).toBe(`${both.indexOf(true)}`);
      expect(await actions.update(anAction({ id: 'action_2', version: 3 })), 'there is none').toBe(false);
      expect(await actions.get('action_2')).toBeUndefined();
    });

    test('what is claimed and has not ended is unfinished; held and ended are not', async () => {
      const { actions } = it;
      await actions.hold(anAction({ id: 'action_3', status: 'held' }));
      await actions.claim(anAction({ status: 'pending', version: 2 }));
      expect(ids(await actions.unfinished())).toEqual(['action_1']);
      expect(await actions.update(anAction({ status: 'settling', version: 3 }))).toBe(true);
      expect(ids(await actions.unfinished())).toEqual(['action_1']);
      expect(await actions.update(anAction({ status: 'failed', version: 4 }))).toBe(true);
      expect(await actions.unfinished()).toEqual([]);
    });

    test('what has ended and is still to be taken back is found, until it was', async () => {
      const { actions } = it;
      const until = '2027-01-15T09:00:00.000Z';
      const leased = { status: 'succeeded', lease_until: until } as const;
      await actions.claim(anAction({ status: 'pending', version: 1 }));
      expect(await actions.update(anAction({ ...leased, version: 2 }))).toBe(true);
      expect(ids(await actions.awaitingUndo())).toEqual(['action_1']);
      expect(await actions.unfinished(), 'it is not under way').toEqual([]);
      const undo = { state: 'done', by: 'lease', reason: 'x', asked_at: until, ended_at: until, tries: 1 } as const;
      expect(await actions.update(anAction({ ...leased, undo, version: 3 }))).toBe(true);
      expect(await actions.awaitingUndo()).toEqual([]);
    });

    test('found by their cause, and by their policy on a service, the newest first', async () => {
      const { actions } = it;
      const [early, late] = ['2027-01-15T08:00:00.000Z', '2027-01-15T09:00:00.000Z'];
      await actions.claim(anAction({ id: 'action_1', status: 'pending', created_at: early }));
      await actions.claim(anAction({ id: 'action_2', status: 'pending', created_at: late }));
      await actions.claim(anAction({ id: 'action_3', policy_id: 'policy_2', status: 'pending' }));
      await actions.claim(anAction({ id: 'action_4', service: 'users', status: 'pending' }));
      expect(ids(await actions.ofCause('policy_1', 'anomaly_1'))).toEqual(['action_1', 'action_2', 'action_4']);
      expect(await actions.ofCause('policy_1', 'anomaly_2')).toEqual([]);
      expect((await actions.ofTarget('policy_1', 'orders')).map(({ id }) => id)).toEqual(['action_2', 'action_1']);
      expect(await actions.ofTarget('policy_3', 'orders')).toEqual([]);
    });
  });

  describe(`${name}: the kill switch`, () => {
    test('is on until it is thrown, and then says why and by whom', async () => {
      expect(await it.kill.read()).toMatchObject({ enabled: true });
      await it.kill.set(false, 'a drill', 'key:1');
      expect(await it.kill.read()).toMatchObject({ enabled: false, reason: 'a drill', by: 'key:1' });
      await it.kill.set(true, 'the drill is over', 'key:2');
      expect(await it.kill.read()).toMatchObject({ enabled: true, by: 'key:2' });
    });
  });

  describe(`${name}: executions`, () => {
    test('of many starts of one name there is one execution, and each counts as started', async () => {
      await atOnce(5, () => it.workflow.start('action_1', 'action_1'));
      expect(await it.workflow.status('action_1')).toBe('running');
      expect(await it.workflow.status('action_2')).toBe('unknown');
    });
  });
}
