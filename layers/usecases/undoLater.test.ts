import { beforeEach, describe, expect, test } from 'vitest';
import { anAction, aPolicy, aValue } from '#domain/fixtures.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import { ActionBusy, ActionDrift, type ActionType } from './actionType.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import type { Next } from './next.ts';
import { requestUndo } from './requestUndo.ts';
import { act, admit, undo } from './runRemediation.ts';
import { sweepIntents } from './sweepIntents.ts';
import { verify } from './verifyAction.ts';

const tasks = { count: 4, busy: false };
const scale: ActionType = {
  name: 'scale',
  changes: true,
  check: () => [],
  plan: async () => ({ plan: { from: 2, to: 4 } }),
  async act(_plan, { mayChange }) {
    await mayChange();
    tasks.count = 4;
  },
  settled: async () => ({ state: 'settled' }),
  async undo({ from, to }, { mayChange }) {
    if (tasks.busy) throw new ActionBusy('a deployment of somebody else');
    if (tasks.count === from) return;
    if (tasks.count !== to) throw new ActionDrift('somebody changed it');
    await mayChange();
    tasks.count = Number(from);
  },
};
const restart: ActionType = {
  name: 'restart_container',
  changes: true,
  withoutUndo: 'what is restarted is restarted',
  check: () => [],
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
};

let world: World;
const ports = () => inMemory(world, [scale, restart]);
const action = (): Action => {
  const found = world.actions.get('action_1');
  if (!found) throw new Error('there is none');
  return found;
};
const alerts = () => [...world.actions.values()].filter(({ type }) => type === 'alert');
const ended = (change: Partial<Action> = {}) =>
  world.actions.set(
    'action_1',
    anAction({
      type: 'scale',
      status: 'succeeded',
      verdict: 'helped',
      plan: { from: 2, to: 4 },
      acted_at: toInstant(NOW - 1_800),
      ended_at: toInstant(NOW - 1_600),
      lease_until: toInstant(NOW),
      ...change,
    }),
  );
const taskOf = { admit, act, verify, undo };
/** The execution of this name, to its end. */
async function run(name: string): Promise<string[]> {
  const running = world.executions.get(name);
  if (!running) throw new Error(`${name} was not started`);
  const path: string[] = [];
  let step: Next = { id: running.actionId, next: 'admit', wait_seconds: 0 };
  while (step.next !== 'end' && path.length < 30) {
    path.push(step.next);
    const { id, next } = step;
    if (next === 'wait') {
      world.now += 10;
      tasks.busy = false;
      step = { ...step, next: 'verify' };
    } else if (next === 'finish' || next === 'ask') throw new Error(next);
    else step = await taskOf[next](id, ports());
  }
  running.status = 'succeeded';
  return path;
}

beforeEach(() => {
  Object.assign(tasks, { count: 4, busy: false });
  world = newWorld({ policies: [aPolicy()], latest: [aValue({ value: 20, at: NOW - 20 })] });
});

describe('a lease', () => {
  test('is noted when it begins, of what can be taken back', async () => {
    world.actions.set('action_1', anAction({ type: 'scale', parameters: { lease: '30m' }, plan: { from: 2, to: 4 } }));
    await act('action_1', ports());
    expect(action().lease_until).toBe(toInstant(NOW + 1_800));
    world.actions.set('action_1', anAction({ parameters: { lease: '30m' }, plan: {} }));
    await act('action_1', ports());
    expect(action().lease_until, 'a restart has nothing to give back').toBeNull();
  });

  test('ends by itself: once, in its time, and what helped stays what it was', async () => {
    ended({ lease_until: toInstant(NOW + 30) });
    await sweepIntents(ports());
    expect(world.executions.size, 'not yet').toBe(0);
    world.now += 31;
    expect(await sweepIntents(ports())).toEqual(['action_1']);
    expect(await sweepIntents(ports()), 'it runs').toEqual([]);
    expect(await run('action_1-undo1')).toEqual(['admit', 'undo']);
    expect([tasks.count, action().status, action().undo?.state]).toEqual([2, 'succeeded', 'done']);
    expect([alerts().length, world.locks.size]).toEqual([0, 0]);
    world.now += 60;
    expect(await sweepIntents(ports()), 'never again').toEqual([]);
  });

  test('whoever dies between the note and the start is followed by the next sweep', async () => {
    ended();
    const dying = inMemory(world, [scale], async (call) => {
      if (call === 'workflow.start') throw new Error('gone');
    });
    await expect(sweepIntents(dying)).rejects.toThrow();
    expect(action().undo).toMatchObject({ state: 'asked', by: 'lease', tries: 1 });
    await sweepIntents(ports());
    await run('action_1-undo1');
    expect(tasks.count).toBe(2);
  });

  test("somebody's later change is not overwritten: people are told, and that is the end", async () => {
    ended();
    tasks.count = 7;
    await sweepIntents(ports());
    await run('action_1-undo1');
    expect([tasks.count, action().undo?.state, alerts().length]).toEqual([7, 'refused', 1]);
    expect(alerts()[0]?.reason).toMatch(/not taken back: somebody changed it/);
    expect(await sweepIntents(ports())).toEqual([]);
  });

  test('waits while another repair is at work, and while a deployment of somebody else is', async () => {
    ended();
    world.locks.set('lock#orders', { intent: 'action_2', until: world.now + 100 });
    await sweepIntents(ports());
    await run('action_1-undo1');
    expect([tasks.count, world.locks.get('lock#orders')?.intent]).toEqual([4, 'action_2']);
    world.now += 101;
    tasks.busy = true;
    await sweepIntents(ports());
    expect(await run('action_1-undo2')).toEqual(['admit', 'undo', 'wait', 'verify', 'undo']);
    expect(tasks.count).toBe(2);
  });

  test('a switch that is off holds it back: people are told once, and it is done when it is on', async () => {
    ended();
    world.kill = { enabled: false, reason: 'migration', unreadable: false };
    await sweepIntents(ports());
    world.now += 60;
    await sweepIntents(ports());
    expect([world.executions.size, tasks.count, alerts().length]).toEqual([0, 4, 1]);
    expect(alerts()[0]?.reason).toMatch(/should be taken back and is not: switched off: migration/);
    world.kill = { ...world.kill, enabled: true };
    await sweepIntents(ports());
    await run('action_1-undo1');
    expect(tasks.count).toBe(2);
  });

  test('a switch that falls while it is on its way holds it too', async () => {
    ended();
    await sweepIntents(ports());
    world.kill = { enabled: true, reason: '', unreadable: true };
    await run('action_1-undo1');
    expect([tasks.count, action().undo?.state, alerts().length]).toEqual([4, 'asked', 1]);
  });
});

describe('a person wants it back', () => {
  const wish = { id: 'action_1', by: 'key:a', reason: 'the sale is over', namespaces: null };

  test('after it ended', async () => {
    ended({ lease_until: null });
    expect(await requestUndo(wish, ports())).toMatchObject({ outcome: 'asked', action: { undo: { by: 'key:a' } } });
    await run('action_1-undo1');
    expect([tasks.count, action().status, alerts().length]).toEqual([2, 'rolled_back', 0]);
    expect(await requestUndo(wish, ports())).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/already/),
    });
  });

  test('while it is watched: its own execution takes it back', async () => {
    ended({ status: 'settling', ended_at: null, verdict: null, settled_at: toInstant(NOW), lease_until: null });
    world.locks.set('lock#orders', { intent: 'action_1', until: NOW + 600 });
    world.executions.set('action_1', { actionId: 'action_1', status: 'running' });
    await requestUndo(wish, ports());
    expect(world.executions.size).toBe(1);
    expect(await run('action_1')).toEqual(['admit', 'verify', 'undo', 'undo']);
    expect([tasks.count, action().status, alerts().length, world.locks.size]).toEqual([2, 'rolled_back', 0, 0]);
    expect(action().verdict_reason).toMatch(/rolled back by key:a: the sale is over; undone/);
  });

  test.each<[string, Partial<Action>, RegExp]>([
    ['it did nothing', { acted_at: null }, /not done anything/],
    ['its type cannot', { type: 'restart_container' }, /what is restarted is restarted/],
  ])('is refused where %s', async (_what, change, reason) => {
    ended(change);
    expect(await requestUndo(wish, ports())).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(reason),
    });
  });

  test('is refused while the switch is off, and of a service that is not theirs', async () => {
    ended();
    world.kill = { enabled: false, reason: 'migration', unreadable: false };
    expect(await requestUndo(wish, ports())).toMatchObject({ outcome: 'refused' });
    expect(await requestUndo({ ...wish, namespaces: ['payments'] }, ports())).toMatchObject({ outcome: 'foreign' });
    expect(await requestUndo({ ...wish, id: 'action_9' }, ports())).toEqual({ outcome: 'unknown' });
  });
});
