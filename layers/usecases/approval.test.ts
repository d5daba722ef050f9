import { beforeEach, describe, expect, test } from 'vitest';
import { anAction, anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import type { Action } from '#domain/remediation/action.ts';
import { neededApproval } from '#domain/remediation/approval.ts';
import { toInstant } from '#domain/time.ts';
import { ActionDrift, type ActionType } from './actionType.ts';
import { ask, NothingToAsk } from './awaitApproval.ts';
import { decideApproval } from './decideApproval.ts';
import { type Gate, inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import type { Next } from './next.ts';
import { act, admit } from './runRemediation.ts';
import { sweepIntents } from './sweepIntents.ts';

/** A count of tasks that scaling changes; `seen` is what a plan is made from. */
const tasks = { count: 2, changes: 0 };
const scale: ActionType = {
  name: 'scale',
  changes: true,
  check: () => [],
  plan: async () => ({ plan: { from: tasks.count, to: tasks.count * 2 } }),
  async act({ from, to }, { mayChange }) {
    if (tasks.count === to) return;
    if (tasks.count !== from) throw new ActionDrift('somebody changed it');
    await mayChange();
    tasks.count = Number(to);
    tasks.changes += 1;
  },
  settled: async () => ({ state: 'settled' }),
};

let world: World;
const ports = (gate?: Gate) => inMemory(world, [scale], gate);
const action = (id = 'action_1'): Action => {
  const found = world.actions.get(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};
const alerts = () => [...world.actions.values()].filter(({ type }) => type === 'alert');
const locked = () => world.locks.has('lock#orders');
const decide = (
  decision: 'approved' | 'rejected' = 'approved',
  more: { hash?: string; by?: string } = {},
  gate?: Gate,
) =>
  decideApproval(
    { id: 'action_1', decision, by: more.by ?? 'key:a', note: null, hash: more.hash ?? null, namespaces: null },
    ports(gate),
  );

beforeEach(() => {
  Object.assign(tasks, { count: 2, changes: 0 });
  world = newWorld({
    policies: [aPolicy({ autonomy: 'suggest' })],
    anomalies: [anAnomaly()],
    latest: [aValue({ value: 90, at: NOW - 20 })],
  });
  const approval = neededApproval('the policy only suggests', { timeout_seconds: 600, on_timeout: 'escalate' });
  world.actions.set('action_1', anAction({ type: 'scale', status: 'pending', approval, parameters: { by: '+100%' } }));
  world.budgets.set('fleet', [{ intent: 'action_1', at: NOW }]);
  world.budgets.set('service#orders', [{ intent: 'action_1', at: NOW }]);
});

/** The machine up to where a person is waited for. */
async function asked(token = 'token_1'): Promise<Next> {
  const step = await admit('action_1', ports());
  expect(step.next).toBe('ask');
  world.waiting.set(token, null);
  await ask('action_1', token, ports());
  return step;
}
/** The machine after it was woken. */
async function onward(): Promise<string[]> {
  const path: string[] = [];
  let step: Next = { id: 'action_1', next: 'admit', wait_seconds: 0 };
  for (let count = 0; count < 10; count++) {
    path.push(step.next);
    if (step.next !== 'admit' && step.next !== 'act') return path;
    step = step.next === 'admit' ? await admit(step.id, ports()) : await act(step.id, ports());
  }
  throw new Error(path.join(' '));
}

describe('asking', () => {
  test('a person is asked about a plan, nothing is changed and the service stays free', async () => {
    const { wait_seconds } = await asked();
    expect(action()).toMatchObject({
      status: 'awaiting_approval',
      plan: { from: 2, to: 4 },
      approval: { state: 'requested', why: 'the policy only suggests', expires_at: toInstant(NOW + 600) },
    });
    expect(action().approval?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(wait_seconds).toBeGreaterThan(600);
    expect([tasks.changes, locked()]).toEqual([0, false]);
  });

  test('a crash between keeping the token and asking: the next try asks, and its token counts', async () => {
    await admit('action_1', ports());
    const dies: Gate = async (call) => {
      if (call === 'actions.update') throw new Error('gone');
    };
    await expect(ask('action_1', 'token_1', ports(dies))).rejects.toThrow('gone');
    expect(action().status, 'nobody was asked').toBe('pending');
    world.waiting.set('token_2', null);
    await ask('action_1', 'token_2', ports());
    expect(action().status).toBe('awaiting_approval');
    await decide();
    expect(world.waiting.get('token_2')).toMatchObject({ id: 'action_1', next: 'admit' });
  });

  test('a crash after asking: the next try asks nobody twice, and keeps the time it began with', async () => {
    await asked();
    const { version } = action();
    world.now += 100;
    world.waiting.set('token_2', null);
    await ask('action_1', 'token_2', ports());
    expect(action().version, 'not told again').toBe(version);
    expect((await admit('action_1', ports())).wait_seconds).toBeLessThan(510);
  });

  test.each(['before', 'after'] as const)('a decision %s a new token is kept is not waited for', async (when) => {
    await asked();
    const decides: Gate = async (call, at) => {
      if (call === 'approvals.keep' && at === when) await decide();
    };
    await expect(ask('action_1', 'token_2', ports(decides))).rejects.toThrow(NothingToAsk);
    expect(action().approval?.state).toBe('approved');
  });

  test('what has ended asks nobody', async () => {
    world.actions.set('action_1', anAction({ status: 'failed' }));
    await expect(ask('action_1', 'token_1', ports())).rejects.toThrow(NothingToAsk);
  });
});

describe('an approval', () => {
  test('lets exactly that plan happen, under the lock', async () => {
    await asked();
    expect((await decide('approved', { hash: action().approval?.hash ?? '' })).outcome).toBe('decided');
    expect(world.waiting.get('token_1')).toEqual({ id: 'action_1', next: 'admit', wait_seconds: 0 });
    expect(await onward()).toEqual(['admit', 'act', 'wait']);
    expect([tasks.count, tasks.changes, locked()]).toEqual([4, 1, true]);
    expect(action().approval).toMatchObject({ state: 'approved', decided_by: 'key:a' });
  });

  test('a second click is refused, whatever it says, and of two at once one counts', async () => {
    await asked();
    const both = await Promise.all([decide('approved', { by: 'key:a' }), decide('rejected', { by: 'key:b' })]);
    expect(both.filter(({ outcome }) => outcome === 'decided')).toHaveLength(1);
    const decided = action().approval;
    for (const decision of ['approved', 'rejected'] as const) {
      expect(await decide(decision)).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/already/) });
    }
    expect(action().approval).toEqual(decided);
  });

  test('a late click is refused', async () => {
    await asked();
    world.now += 601;
    expect(await decide()).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/too late/) });
    expect(tasks.changes).toBe(0);
  });

  test('a click on another plan than the one that is asked about is refused', async () => {
    await asked();
    expect(await decide('approved', { hash: '0'.repeat(64) })).toMatchObject({ outcome: 'refused' });
    expect(action().approval?.state).toBe('requested');
  });

  test('where what is there changed since, it is refused, ends unpaged, and may be asked anew', async () => {
    await asked();
    tasks.count = 3;
    expect(await decide()).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/changed since/) });
    expect(await onward()).toEqual(['admit', 'end']);
    expect(action()).toMatchObject({ status: 'failed', approval: { state: 'stale' }, verdict: null });
    expect([tasks.count, alerts().length, world.budgets.get('fleet')]).toEqual([3, 0, []]);
  });

  test('where it changes between the click and the act, nothing is done and people are told', async () => {
    await asked();
    await decide();
    tasks.count = 3;
    expect(await onward()).toEqual(['admit', 'end']);
    expect(action().verdict_reason).toMatch(/approved, but what would be done changed since/);
    expect([tasks.changes, alerts().length, locked()]).toEqual([0, 1, false]);
  });

  test('is refused while a guard holds it, and still waits', async () => {
    await asked();
    world.kill = { enabled: false, reason: 'game day', unreadable: false };
    expect(await decide()).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/game day/) });
    expect(action().approval?.state).toBe('requested');
    world.kill = { ...world.kill, enabled: true };
    expect((await decide()).outcome).toBe('decided');
  });

  test('does not get past another repair of the service, nor past the budget', async () => {
    await asked();
    await decide();
    world.locks.set('lock#orders', { intent: 'action_2', until: world.now + 60 });
    expect(await onward()).toEqual(['admit', 'end']);
    expect(action().verdict_reason).toMatch(/approved, but action_2 is repairing orders now/);
    expect([tasks.changes, world.locks.get('lock#orders')?.intent]).toEqual([0, 'action_2']);
  });

  test('is not lost with whoever gave it: the sweep wakes the execution', async () => {
    await asked();
    const dies: Gate = async (call) => {
      if (call === 'workflow.answer') throw new Error('gone');
    };
    expect((await decide('approved', {}, dies)).outcome).toBe('decided');
    expect(world.waiting.get('token_1')).toBeNull();
    world.now += 60;
    world.executions.set('action_1', { actionId: 'action_1', status: 'running' });
    await sweepIntents(ports());
    expect(world.waiting.get('token_1')).toMatchObject({ next: 'admit' });
  });

  test('only of who may act on the service', async () => {
    await asked();
    const wanted = { id: 'action_1', decision: 'approved', by: 'key:a', note: null, hash: null } as const;
    expect(await decideApproval({ ...wanted, namespaces: ['payments'] }, ports())).toEqual({
      outcome: 'foreign',
      service: 'orders',
    });
    expect(await decideApproval({ ...wanted, id: 'action_9', namespaces: null }, ports())).toEqual({
      outcome: 'unknown',
    });
  });
});

test('a rejection ends it without waking anybody, and gives its budget back', async () => {
  await asked();
  expect((await decide('rejected')).outcome).toBe('decided');
  expect(await onward()).toEqual(['admit', 'end']);
  expect(action()).toMatchObject({ status: 'rejected', verdict: null, verdict_reason: 'rejected by key:a' });
  expect([tasks.changes, alerts().length, world.budgets.get('fleet'), locked()]).toEqual([0, 0, [], false]);
});

describe('nobody answers in time', () => {
  test('people are paged, and nothing is done', async () => {
    await asked();
    world.now += 601;
    expect(await onward()).toEqual(['admit', 'end']);
    expect(action()).toMatchObject({ status: 'escalated', approval: { state: 'timed_out' } });
    expect(alerts()[0]?.reason).toMatch(/nobody decided within 10 min/);
    expect(tasks.changes).toBe(0);
  });

  test('or not, where the policy says so', async () => {
    const approval = neededApproval('suggests', { timeout_seconds: 60, on_timeout: 'reject' });
    world.actions.set('action_1', anAction({ type: 'scale', status: 'pending', approval }));
    await asked();
    world.now += 61;
    expect(await onward()).toEqual(['admit', 'end']);
    expect([action().status, alerts().length]).toEqual(['rejected', 0]);
  });

  test('and the machine that does not hear it is told by the sweep', async () => {
    await asked();
    world.executions.set('action_1', { actionId: 'action_1', status: 'running' });
    world.now += 620;
    await sweepIntents(ports());
    expect(world.waiting.get('token_1'), 'it has a moment to hear it itself').toBeNull();
    world.now += 20;
    await sweepIntents(ports());
    expect(world.waiting.get('token_1')).toMatchObject({ next: 'admit' });
  });

  test('an execution that is lost while it waits is started again, and asks on', async () => {
    await asked();
    world.executions.set('action_1', { actionId: 'action_1', status: 'failed' });
    world.now += 60;
    expect(await sweepIntents(ports())).toEqual(['action_1']);
    expect(world.executions.get('action_1-r1')).toBeDefined();
    expect((await admit('action_1', ports())).next).toBe('ask');
  });
});

test('nobody is asked about what cannot be done: the lock and the cooldown of the service are looked at first', async () => {
  const { startRemediation } = await import('./startRemediation.ts');
  const policy = aPolicy({ autonomy: 'suggest', id: 'policy_2' });
  const start = () =>
    startRemediation(
      {
        policy,
        service: 'orders',
        cause: { kind: 'anomaly', id: 'anomaly_1', metric: 'cpu_usage', direction: 'up' },
        rung: 0,
        attempt: 1,
        what: { type: 'scale', parameters: {} },
        reason: 'x',
        requestedBy: 'policy:policy_2',
      },
      { service: aService(), policy, past: [] },
      { services: world.services, anomalies: world.anomalies, latest: world.latest },
      ports(),
    );
  world.locks.set('lock#orders', { intent: 'action_2:attempt', until: NOW + 60 });
  expect(await start()).toMatchObject({ outcome: 'held' });
  world.locks.clear();
  world.locks.set('cooldown#target#orders', { intent: 'action_2', until: NOW + 60 });
  expect(await start()).toMatchObject({ outcome: 'held' });
  world.locks.clear();
  const started = await start();
  expect(started).toMatchObject({ outcome: 'started', action: { approval: { state: 'needed' } } });
  expect([...world.locks.keys()].filter((name) => !name.startsWith('lock#ask#'))).toEqual([
    'cooldown#policy#policy_2#orders',
  ]);
  expect(await start(), 'a repeat asks once').toMatchObject({ outcome: 'taken' });
});
