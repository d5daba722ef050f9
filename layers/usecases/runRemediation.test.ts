import { beforeEach, describe, expect, test } from 'vitest';
import { anAction, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { aPrediction, climbing } from '#domain/prediction/predictions.fixture.ts';
import type { Action } from '#domain/remediation/action.ts';
import { ActionDrift, type ActionType, type Settled } from './actionType.ts';
import { executeManually } from './executeManually.ts';
import { type Gate, inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import type { Next } from './next.ts';
import { act, admit, finish, undo } from './runRemediation.ts';
import { verify } from './verifyAction.ts';

/** A service's setting that an action changes from 1 to 2: what is there is compared, as ECS's count is. */
interface Setting {
  value: number;
  changes: number;
  settled: Settled;
  drifts: boolean;
  nothing: boolean;
}
const setting: Setting = { value: 1, changes: 0, settled: { state: 'settled' }, drifts: false, nothing: false };
const set = async (from: number, to: number, mayChange: () => Promise<void>): Promise<void> => {
  if (setting.value === to) return;
  if (setting.drifts || setting.value !== from) throw new ActionDrift('somebody changed it');
  await mayChange();
  setting.value = to;
  setting.changes += 1;
};
const turning = (name: string, undoable = true): ActionType => ({
  name,
  changes: true,
  ...(undoable ? {} : { withoutUndo: 'what is restarted is restarted' }),
  check: () => [],
  plan: async () => (setting.nothing ? { nothing: 'it is as it should be' } : { plan: { from: 1, to: 2 } }),
  act: (_plan, { mayChange }) => set(1, 2, mayChange),
  settled: async () => setting.settled,
  ...(undoable ? { undo: (_plan, { mayChange }) => set(2, 1, mayChange) } : {}),
});
const types = [turning('scale'), turning('restart_container', false)];

let world: World;
beforeEach(() => {
  Object.assign(setting, { value: 1, changes: 0, settled: { state: 'settled' }, drifts: false, nothing: false });
  world = newWorld({
    latest: [aValue({ value: 90, at: NOW - 20 })],
    policies: [
      aPolicy({
        ladder: [
          { type: 'scale', parameters: {} },
          { type: 'restart_container', parameters: {} },
        ],
        verify: { within_seconds: 60, metric: null, expect: null },
      }),
    ],
  });
  world.locks.set('lock#orders', { intent: 'action_1:attempt', until: NOW + 30 });
  put({ type: 'scale' });
});

function put(change: Partial<Action>): void {
  world.actions.set('action_1', anAction({ ...change }));
}
const action = (id = 'action_1'): Action => {
  const found = world.actions.get(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};
const alerts = () => [...world.actions.values()].filter(({ type }) => type === 'alert');
const locked = () => world.locks.has('lock#orders');
const tasks = { admit, act, verify, undo };

/** The state machine, with its waits: what the metric shows at each look is given. */
async function run(id: string, shows: readonly (number | null)[], gate?: Gate): Promise<string[]> {
  const ports = inMemory(world, types, gate);
  let step: Next = { id, next: 'admit', wait_seconds: 0 };
  const path: string[] = [];
  const left = [...shows];
  for (let count = 0; count < 200; count++) {
    path.push(step.next);
    if (step.next === 'end') return path;
    if (step.next === 'wait') {
      world.now += 10;
      const value = left.shift();
      if (typeof value === 'number') world.latest = [aValue({ value, at: world.now - 1 })];
      step = { ...step, next: 'verify' };
      continue;
    }
    const task = step.next === 'finish' || step.next === 'ask' ? 'verify' : step.next;
    step = await tasks[task](step.id, ports);
  }
  throw new Error(`it did not end: ${path.join(' ')}`);
}

describe('verdicts and what follows', () => {
  test('helped: done, and the service let go', async () => {
    await run('action_1', [90, 20, 21, 22, 20, 21, 22]);
    expect(action()).toMatchObject({ status: 'succeeded', verdict: 'helped', before: { value: 90 } });
    expect(action().after?.value).toBeLessThan(30);
    expect([setting.changes, alerts().length, locked()]).toEqual([1, 0, false]);
  });

  test('no effect: the next rung, in the same execution, and after the last a person', async () => {
    await run('action_1', new Array(40).fill(90));
    const rungs = [...world.actions.values()].filter(({ type }) => type !== 'alert');
    expect(rungs.map(({ rung, type, status, verdict }) => [rung, type, status, verdict])).toEqual([
      [0, 'scale', 'failed', 'no_effect'],
      [1, 'restart_container', 'failed', 'no_effect'],
    ]);
    expect(rungs[1]).toMatchObject({ ladder: 'action_1', execution: 'action_1', cause: action().cause });
    expect(alerts()).toHaveLength(1);
    expect(alerts()[0]).toMatchObject({
      parameters: { severity: 'critical' },
      reason: expect.stringContaining('not back'),
    });
    expect(locked()).toBe(false);
  });

  test('worse: taken back at once, and a person called', async () => {
    world.latest = [aValue({ value: 60, at: NOW - 20 })];
    const path = await run('action_1', [60, 60, 99, 99, 99]);
    expect(path).toContain('undo');
    expect(action()).toMatchObject({ status: 'rolled_back', verdict: 'worse' });
    expect([setting.value, alerts().length, locked()]).toEqual([1, 1, false]);
  });

  test('worse, and somebody changed it since: their change wins, and a person is called', async () => {
    world.latest = [aValue({ value: 60, at: NOW - 20 })];
    const drift: Gate = async (call) => {
      if (call === 'policies.get' && action().verdict === 'worse') setting.value = 7;
      if (action().verdict === 'worse') setting.drifts = true;
    };
    await run('action_1', [60, 60, 99, 99, 99], drift);
    expect(action()).toMatchObject({ status: 'escalated', verdict: 'worse' });
    expect(action().timeline.at(-1)?.what).toBe('ended: escalated');
    expect(alerts()[0]?.reason).toContain('it was not undone: somebody changed it');
  });

  test('what cannot be undone says why', async () => {
    put({ type: 'restart_container', rung: 1 });
    world.latest = [aValue({ value: 60, at: NOW - 20 })];
    await run('action_1', [60, 60, 99, 99, 99]);
    expect(action().status).toBe('escalated');
    expect(alerts()[0]?.reason).toContain('it cannot be undone: what is restarted is restarted');
  });

  test('inconclusive: no fresh value is never called fixed', async () => {
    await run('action_1', new Array(40).fill(null));
    expect(action()).toMatchObject({ status: 'failed', verdict: 'inconclusive' });
    expect(alerts()).toHaveLength(1);
  });

  test('points that come two minutes late are waited for', async () => {
    const shows = (count: number): number => (count < 14 ? 90 : 21);
    const ports = inMemory(world, types);
    let step = await admit('action_1', ports);
    for (let count = 0; count < 60 && step.next !== 'end'; count++) {
      world.now += 10;
      world.latest = [aValue({ value: shows(count), at: world.now - 130 })];
      step = await (step.next === 'act' ? act : verify)('action_1', ports);
    }
    expect(action()).toMatchObject({ status: 'succeeded', verdict: 'helped' });
  });

  test('a metric a minute is given the time for as many values as prove it', async () => {
    const ports = inMemory(world, types);
    let step = await admit('action_1', ports);
    for (let count = 0; count < 60 && step.next !== 'end'; count++) {
      world.now += 10;
      const at = Math.floor((world.now - 70) / 60) * 60;
      world.latest = [aValue({ value: at > NOW + 10 ? 21 : 90, at, step: 60 })];
      step = await (step.next === 'act' ? act : verify)('action_1', ports);
    }
    expect(action()).toMatchObject({ status: 'succeeded', verdict: 'helped' });
    expect(action().readings.filter(({ value }) => value < 30).length).toBeGreaterThanOrEqual(2);
  });

  test("a policy's own words for the failure: roll back, and whom to tell", async () => {
    world.policies = world.policies.map((policy) => ({
      ...policy,
      ladder: policy.ladder.slice(0, 1),
      on_failure: [
        { type: 'rollback', parameters: {} },
        { type: 'alert', parameters: { to: 'pagerduty' } },
      ],
    }));
    await run('action_1', new Array(40).fill(90));
    expect(action()).toMatchObject({ status: 'rolled_back', verdict: 'no_effect' });
    expect(setting.value).toBe(1);
    expect(alerts().map(({ parameters }) => parameters)).toEqual([{ to: 'pagerduty' }]);
  });

  test('a policy of its own condition is proven by its condition, not by what is usual', async () => {
    world.policies = world.policies.map((policy) => ({
      ...policy,
      condition: 'cpu_usage > 85',
      ladder: policy.ladder.slice(0, 1),
    }));
    put({ type: 'scale', cause: { kind: 'condition', id: 'condition_1', metric: 'cpu_usage', direction: 'up' } });
    world.latest = [aValue({ value: 88, expected: 87, upper: 99 })];
    const usual = (gate: Gate = async () => {}) => run('action_1', new Array(40).fill(88), gate);
    await usual();
    expect(action().verdict).toBe('no_effect');
  });

  describe('what was foreseen', () => {
    const climb = () => aPrediction({ near: climbing({ now: NOW, from: 24, to: 60, seconds: 7_200, spread: 5 }) });
    beforeEach(() => {
      world.policies = world.policies.map((policy) => ({ ...policy, ladder: policy.ladder.slice(0, 1) }));
      world.latest = [aValue({ value: 24, at: NOW - 20 })];
      world.predictions = [climb()];
      put({ type: 'scale', cause: { kind: 'forecast', id: 'anomaly_1', metric: 'cpu_usage', direction: 'up' } });
    });

    test('has helped when the metric stands better than it would by itself, not when it is merely usual', async () => {
      await run('action_1', new Array(40).fill(25));
      expect(action().plan).toMatchObject({ from: 1, to: 2, without: expect.closeTo(24.9, 0) });
      expect(action().verdict).toBe('no_effect');
      Object.assign(setting, { value: 1 });
      put({ type: 'scale', cause: { kind: 'forecast', id: 'anomaly_1', metric: 'cpu_usage', direction: 'up' } });
      world.predictions = [{ ...climb(), near: climbing({ now: world.now, from: 25, to: 60, seconds: 7_200 }) }];
      await run('action_1', [25, 13, 12, 12]);
      expect(action()).toMatchObject({ status: 'succeeded', verdict: 'helped' });
    });

    test('is judged by the usual band where its forecast cannot be read', async () => {
      await run('action_1', [25, 25, 25], async (call) => {
        if (call === 'predictions.all') throw new Error('no answer');
      });
      expect(action()).toMatchObject({ verdict: 'helped', plan: { from: 1, to: 2 } });
      expect(action().plan).not.toHaveProperty('without');
    });

    test('takes no capacity away, whoever wanted it', async () => {
      put({ type: 'scale', parameters: { to: 1 }, cause: { ...action().cause } });
      const fewer = { ...turning('scale'), plan: async () => ({ plan: { from: 3, to: 1 } }) };
      const next = await admit('action_1', inMemory(world, [fewer]));
      expect(next.next).not.toBe('act');
      expect(action()).toMatchObject({
        verdict_reason: 'a forecast may add capacity, never remove it',
        acted_at: null,
      });
      expect(setting.changes).toBe(0);
    });
  });

  test('nothing to do is no effect, and the next rung is tried', async () => {
    setting.nothing = true;
    await run('action_1', []);
    expect(action()).toMatchObject({
      status: 'failed',
      verdict: 'no_effect',
      verdict_reason: expect.stringContaining('nothing to do'),
    });
    expect(world.actions.size).toBe(3);
    expect(setting.changes).toBe(0);
  });
});

describe('guards of the last moment', () => {
  test.each([
    [
      'the switch is off',
      () => Object.assign(world.kill, { enabled: false, reason: 'game day' }),
      'switched off: game day',
    ],
    [
      'the switch cannot be read',
      () => Object.assign(world.kill, { unreadable: true }),
      'cannot be read (TimeoutError)',
    ],
    ['the tag is gone', () => Object.assign(world, { services: [aService({ may_act: false })] }), 'forestall:act'],
    ['the service is gone', () => Object.assign(world, { services: [] }), 'not watched any more'],
    ['somebody changed it', () => Object.assign(setting, { drifts: true }), 'somebody changed it'],
    [
      'another ladder holds the service',
      () => world.locks.set('lock#orders', { intent: 'action_other', until: NOW + 900 }),
      'action_other is repairing orders now',
    ],
  ])('%s: nothing is changed, it is said why, and nobody else is let go', async (_name, happens, why) => {
    happens();
    await run('action_1', []);
    expect(setting.changes).toBe(0);
    expect(action()).toMatchObject({ status: 'failed', verdict: null });
    expect(action().verdict_reason).toContain(why);
    expect(world.locks.get('lock#orders')?.intent ?? 'action_other').toBe('action_other');
  });

  test('a rolling restart is held half way, not failed as an error', async () => {
    const held: ActionType = {
      ...turning('scale'),
      async settled(_plan, { mayChange }) {
        await mayChange();
        return { state: 'moving', what: '1 of 3' };
      },
    };
    const ports = inMemory(world, [held]);
    await admit('action_1', ports);
    await act('action_1', ports);
    world.kill.enabled = false;
    await verify('action_1', ports);
    expect(action()).toMatchObject({
      status: 'failed',
      verdict: 'inconclusive',
      verdict_reason: expect.stringContaining('switched off'),
    });
  });

  test('the next rung asks every guard again', async () => {
    const off: Gate = async () => {
      if (action().verdict === 'no_effect') world.kill.enabled = false;
    };
    await run('action_1', new Array(40).fill(90), off);
    const next = [...world.actions.values()].find(({ rung, type }) => rung === 1 && type !== 'alert');
    expect(next).toMatchObject({ status: 'held' });
    expect(next?.guards.find(({ passed }) => !passed)?.guard).toBe('kill_switch');
    expect([setting.changes, locked(), alerts().length]).toEqual([1, false, 1]);
  });

  test('settling has an end', async () => {
    setting.settled = { state: 'moving', what: '1 of 2 tasks run' };
    await run('action_1', new Array(90).fill(90));
    expect(action()).toMatchObject({ status: 'failed', verdict: 'inconclusive' });
    expect(action().verdict_reason).toContain('not settled within 420 s: 1 of 2 tasks run');
  });
});

describe('crashes and repeats', () => {
  const scenarios: [string, (number | null)[]][] = [
    ['helped', [90, 20, 21, 22]],
    ['no_effect', new Array(40).fill(90)],
    ['inconclusive', new Array(40).fill(null)],
  ];

  test.each(scenarios)(
    '%s: killed at any call, before or after it, and begun again: the same end',
    async (_name, shows) => {
      const reference = await settledWorld(shows);
      for (let killAt = 0; ; killAt++) {
        const { outcome, killed } = await settledWorld(shows, killAt);
        if (!killed) break;
        expect(outcome, `killed at call ${killAt}`).toEqual(reference.outcome);
      }
    },
  );

  /** Runs to the end; a task that dies is tried again from its beginning, as Step Functions does. */
  async function settledWorld(shows: readonly (number | null)[], killAt = Number.POSITIVE_INFINITY) {
    Object.assign(setting, { value: 1, changes: 0 });
    const fresh = newWorld({ latest: [aValue({ value: 90, at: NOW - 20 })], policies: world.policies });
    fresh.locks.set('lock#orders', { intent: 'action_1:attempt', until: NOW + 30 });
    fresh.actions.set('action_1', anAction({ type: 'scale' }));
    world = fresh;
    let calls = 0;
    let killed = false;
    let died = () => {};
    const gate: Gate = async () => {
      if (calls++ !== killAt) return;
      killed = true;
      died();
      await new Promise(() => {}); // whoever is dead hears no answer
    };
    const ports = inMemory(world, types, gate);
    let step: Next = { id: 'action_1', next: 'admit', wait_seconds: 0 };
    const left = [...shows];
    for (let count = 0; count < 80 && step.next !== 'end'; count++) {
      if (step.next === 'wait') {
        world.now += 10;
        const value = left.shift();
        if (typeof value === 'number') world.latest = [aValue({ value, at: world.now - 1 })];
        step = { ...step, next: 'verify' };
      } else {
        const { id, next } = step;
        const task = next === 'finish' || next === 'ask' ? verify : tasks[next];
        const death = new Promise<'died'>((resolve) => {
          died = () => resolve('died');
        });
        const answer = await Promise.race([task(id, ports), death]);
        step = answer === 'died' ? await task(id, ports) : answer;
      }
    }
    const ended = [...world.actions.values()].map(({ type, rung, status, verdict }) => ({
      type,
      rung,
      status,
      verdict,
    }));
    return { killed, outcome: { ended, changes: setting.changes, locked: locked() } };
  }

  test('a task that is repeated after the end finds nothing to do', async () => {
    await run('action_1', [90, 20, 21, 22]);
    const before = structuredClone([...world.actions.values()]);
    const ports = inMemory(world, types);
    for (const task of [admit, act, verify, undo]) expect((await task('action_1', ports)).next).toBe('end');
    expect((await finish('action_1', 'States.Timeout', ports)).next).toBe('end');
    expect([...world.actions.values()]).toEqual(before);
  });

  test('an error that no retry mended ends it as failed, and is told', async () => {
    const ports = inMemory(world, types);
    await admit('action_1', ports);
    await act('action_1', ports);
    await finish('action_1', 'AccessDeniedException', ports);
    expect(action()).toMatchObject({ status: 'failed', verdict: 'inconclusive' });
    expect(alerts()[0]?.reason).toContain('the workflow failed: AccessDeniedException');
    expect(locked()).toBe(false);
  });

  test('two workers on one action: one of them is told to read anew', async () => {
    const ports = inMemory(world, types);
    const [a, b] = await Promise.allSettled([admit('action_1', ports), admit('action_1', ports)]);
    expect([a.status, b.status].sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('by hand', () => {
  test('a restart against a surge of traffic ends as no effect', async () => {
    const surge = (value: number) =>
      aValue({ metric: 'request_rate', value, expected: 17, lower: 12, upper: 22, at: world.now - 1 });
    world.latest = [surge(42)];
    world.locks.clear();
    const ports = inMemory(world, types);
    const started = await executeManually(
      {
        action: 'restart_container',
        service: aService(),
        reason: 'a guess at 3 a.m.',
        parameters: { metric: 'request_rate' },
        requestedBy: 'key:1',
      },
      ports,
    );
    expect(started.outcome).toBe('started');
    const { id } = started.action;
    let step = await admit(id, ports);
    for (let count = 0; count < 60 && step.next !== 'end'; count++) {
      world.now += 10;
      world.latest = [surge(41 + (count % 3))];
      step = await (step.next === 'act' ? act : verify)(id, ports);
    }
    expect(action(id)).toMatchObject({ status: 'failed', verdict: 'no_effect', before: { value: 42 } });
    expect(locked()).toBe(false);
  });

  test('without a metric it is done, and nobody calls it fixed', async () => {
    put({
      policy_id: null,
      cause: { kind: 'manual', id: 'request_1', metric: null, direction: 'up' },
      before: null,
      type: 'scale',
    });
    await run('action_1', [90, 90, 90]);
    expect(action()).toMatchObject({ status: 'succeeded', verdict: 'inconclusive' });
    expect(alerts()).toEqual([]);
  });
});
