import { beforeEach, describe, expect, test } from 'vitest';
import { anAction, anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import type { Verdict } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { ActionType } from './actionType.ts';
import { type AutonomyChange, changeAutonomy } from './changeAutonomy.ts';
import { followUp } from './ladder.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import { startRemediation } from './startRemediation.ts';

const scale: ActionType = {
  name: 'scale',
  changes: true,
  check: () => [],
  plan: async () => ({ plan: {} }),
  act: async () => {},
  settled: async () => ({ state: 'settled' }),
};
let world: World;
const ports = () => inMemory(world, [scale]);
const change = (more: Partial<AutonomyChange> = {}) =>
  changeAutonomy(
    {
      policyId: 'policy_1',
      wanted: 'promote',
      service: undefined,
      type: undefined,
      reason: 'a test',
      by: 'key:a',
      namespaces: null,
      ...more,
    },
    ports(),
  );
const declares = (autonomy: 'observe' | 'suggest' | 'auto' | 'earn') => {
  world.policies = [aPolicy({ autonomy, cooldown_seconds: 0 })];
};
/** An action of the policy that came to this, as the workflow ends it. */
async function came(verdict: Verdict, step: number): Promise<void> {
  const id = `action_past${step}`;
  const at = toInstant(NOW - 10_000 + step);
  const action = anAction({
    id,
    type: 'scale',
    verdict,
    verdict_reason: 'x',
    updated_at: at,
    acted_at: at,
    ladder: id,
  });
  world.actions.set(id, action);
  const dies = inMemory(world, [scale], async (call, when) => {
    if (call === 'autonomy.note' && when === 'after') throw new Error('gone');
  });
  await expect(followUp(action, dies)).rejects.toThrow('gone');
  await followUp(action, ports());
}
/** What the policy's next repair comes to. */
async function next(service = 'orders') {
  const [policy] = world.policies;
  if (!policy) throw new Error('there is no policy');
  const cause = { kind: 'anomaly', id: `anomaly_${service}`, metric: 'cpu_usage', direction: 'up' } as const;
  const what = { type: 'scale', parameters: {} };
  const { action, outcome } = await startRemediation(
    { policy, service, cause, rung: 0, attempt: 1, what, reason: 'x', requestedBy: 'policy:policy_1' },
    { service: aService({ name: service }), policy, past: [] },
    { services: world.services, anomalies: world.anomalies, latest: world.latest },
    ports(),
  );
  return outcome === 'held' ? 'held' : action.approval === null ? 'acts' : 'asks';
}

beforeEach(() => {
  world = newWorld({
    services: [aService(), aService({ name: 'users' })],
    anomalies: [anAnomaly({ id: 'anomaly_orders' }), anAnomaly({ id: 'anomaly_users', service: 'users' })],
    latest: ['orders', 'users'].map((service) => aValue({ service, value: 90, at: NOW - 20 })),
  });
  declares('auto');
});

describe('a record is made of verdicts', () => {
  test('one harm demotes at once, at that service alone, and the same policy applied again does not lift it', async () => {
    expect(await next('users')).toBe('acts');
    await came('worse', 1);
    expect(await next()).toBe('asks');
    const [policy] = world.policies;
    world.policies = policy ? [{ ...policy, version: 2, updated_at: toInstant(NOW) }] : [];
    world.actions.clear();
    world.locks.clear();
    world.budgets.clear();
    expect(await next()).toBe('asks');
    expect(await next('users'), 'elsewhere it did no harm').toBe('acts');
  });

  test('a repeat counts once; what earns asks until it has earned', async () => {
    declares('earn');
    for (let step = 0; step < 11; step++) await came('helped', step);
    expect(world.autonomy.get('policy_1#orders#scale')?.outcomes).toHaveLength(11);
    expect(await next(), 'no backtest speaks for it').toBe('asks');
    world.backtests.set('policy_1', {
      policy_id: 'policy_1',
      version: 1,
      since: toInstant(NOW - 86_400),
      until: toInstant(NOW),
      at: toInstant(NOW),
      fired: 5,
      true_positives: 5,
      false_positives: 0,
      undecided: 0,
      false_negatives: 0,
      held: {},
      minutes_saved: 9,
    });
    world.actions.clear();
    world.locks.clear();
    world.budgets.clear();
    expect(await next()).toBe('acts');
    expect(await next('users'), 'where it has no record').toBe('asks');
  });

  test('what only observes is held', async () => {
    declares('observe');
    expect(await next()).toBe('held');
  });
});

describe("a person's word", () => {
  test('a promotion lifts a harm', async () => {
    await came('worse', 1);
    const changed = await change({ service: 'orders-service' });
    expect(changed).toMatchObject({
      outcome: 'changed',
      targets: [{ service: 'orders', type: 'scale', level: 'auto' }],
    });
    expect(await next()).toBe('acts');
  });

  test('a demotion has it ask, until it is promoted', async () => {
    expect(await change({ wanted: 'demote' })).toMatchObject({
      outcome: 'changed',
      targets: [{ level: 'suggest', reason: 'demoted by key:a: a test' }, { service: 'users' }],
    });
    expect(await next()).toBe('asks');
    expect((await change()).outcome).toBe('changed');
    expect(await next('users')).toBe('acts');
  });

  test.each(['observe', 'suggest', 'earn'] as const)(
    'a promotion gives %s no more than it may have',
    async (autonomy) => {
      declares(autonomy);
      const refused = await change({ service: 'orders' });
      expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/^scale of orders: ./) });
      expect(world.autonomy.size, 'nothing is said').toBe(0);
    },
  );

  test('is refused of what is not there, and of what is not theirs', async () => {
    expect(await change({ policyId: 'policy_9' })).toEqual({ outcome: 'unknown' });
    expect(await change({ type: 'restart_container' })).toMatchObject({ outcome: 'refused' });
    expect(await change({ namespaces: ['payments'] })).toEqual({ outcome: 'foreign', service: 'orders' });
  });
});
