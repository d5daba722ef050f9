import { describe, expect, test } from 'vitest';
import { anAction, aPolicy, aService } from '../fixtures.ts';
import { aSilence } from '../notice/notice.fixture.ts';
import type { Cause, GuardName } from './action.ts';
import { neededApproval } from './approval.ts';
import { allPassed, type GuardFacts, inOrder, judgeGuards, wantedApproval } from './guards.ts';

/** A Wednesday, 12:00 in UTC. */
const NOW = Date.parse('2027-01-13T12:00:00Z') / 1000;
const cause = (metric = 'latency_p99'): Cause => ({ kind: 'anomaly', id: 'anomaly_9', metric, direction: 'up' });

const facts = (change: Partial<GuardFacts> = {}): GuardFacts => ({
  kill: { enabled: true, reason: 'never switched off' },
  policy: aPolicy(),
  service: aService(),
  silences: [],
  type: 'restart_container',
  available: true,
  changes: true,
  deploying: false,
  duringDeployment: false,
  tasks: { desired: 4, running: 4 },
  takesOut: 0,
  blastRadius: 0.25,
  autonomy: { level: 'auto', reason: 'may act by itself' },
  severity: 'high',
  approval: null,
  unhealthy: [],
  watched: 3,
  sickDependencies: [],
  cause: cause(),
  now: NOW,
  recovered: false,
  past: [],
  ...change,
});
const held = (change: Partial<GuardFacts>) =>
  judgeGuards(facts(change)).flatMap(({ guard, passed, reason }) => (passed ? [] : [{ guard, reason }]));
const only = (guard: GuardName, reason: RegExp) => [{ guard, reason: expect.stringMatching(reason) }];
const past = (...verdicts: ('helped' | 'no_effect' | 'worse' | 'inconclusive' | null)[]) =>
  verdicts.map((verdict) => anAction({ verdict }));

test('where nothing stands in the way every guard passes, in the order of the contract', () => {
  const results = judgeGuards(facts());
  expect(allPassed(results)).toBe(true);
  expect(results.map(({ guard }) => guard)).toEqual([
    'kill_switch',
    'policy_enabled',
    'namespace_owns_service',
    'service_protected',
    'deploying',
    'maintenance_window',
    'cooldown',
    'blast_radius',
    'too_many_unhealthy',
    'dependency_healthy',
    'still_needed',
    'autonomy',
    'approval',
    'consent',
    'available',
  ]);
  expect(allPassed(judgeGuards(facts({ policy: null, autonomy: null }))), 'nor where a person asks').toBe(true);
});

describe('each guard holds by itself, and says why', () => {
  test('the kill switch, also when it cannot be read', () => {
    expect(held({ kill: { enabled: false, reason: 'game day' } })).toEqual(
      only('kill_switch', /switched off: game day/),
    );
    expect(held({ kill: { unreadable: 'TimeoutError' } })).toEqual(
      only('kill_switch', /cannot be read \(TimeoutError\)/),
    );
  });

  test('a metric that is back by itself, unless a person asks', () => {
    expect(held({ recovered: true })).toEqual(only('still_needed', /latency_p99 is back by itself/));
    expect(held({ recovered: true, policy: null })).toEqual([]);
    expect(held({ recovered: true, changes: false })).toEqual([]);
  });

  test('a disabled policy', () => {
    expect(held({ policy: aPolicy({ enabled: false }) })).toEqual(only('policy_enabled', /disabled/));
  });

  test("a service that is not the namespace's", () => {
    const guard = 'namespace_owns_service';
    expect(held({ policy: aPolicy({ namespace: 'payments' }) })).toEqual(only(guard, /payments does not own orders/));
    expect(held({ policy: aPolicy({ namespace: 'orders' }) })).toEqual([]);
    expect(held({ policy: aPolicy({ namespace: 'shop' }), service: aService({ owner: 'shop' }) })).toEqual([]);
    expect(held({ policy: aPolicy({ namespace: 'shop', services: ['orders'] }) })).toEqual([]);
    expect(held({ policy: aPolicy({ namespace: 'orders', services: ['users'] }) })).toEqual(
      only(guard, /does not own/),
    );
  });

  test('a protected service', () => {
    expect(held({ service: aService({ protected: true }) })).toEqual(only('service_protected', /orders is protected/));
  });

  test('a deployment under way, also when it cannot be read; nothing that changes nothing', () => {
    expect(held({ deploying: true })).toEqual(only('deploying', /under way/));
    expect(held({ deploying: { unreadable: 'ThrottlingException' } })).toEqual(only('deploying', /cannot be read/));
    expect(held({ deploying: true, changes: false })).toEqual([]);
  });

  test('a deployment under way does not hold what is about it', () => {
    expect(held({ deploying: true, duringDeployment: true })).toEqual([]);
  });

  test('a silence that holds repairs is a window that people open: it is named, and ends by itself', () => {
    const window = aSilence({ hold_actions: true, ends_at: '2027-01-13T13:00:00.000Z' });
    const silences = [aSilence({ id: 'silence_2', ends_at: window.ends_at }), window];
    const reason = /^silence_1 holds repairs until 2027-01-13T13:00:00.000Z: we move the database$/;
    expect(held({ silences })).toEqual(only('maintenance_window', reason));
    expect(held({ silences, service: aService({ name: 'users' }) })).toEqual([]);
    expect(held({ silences, now: NOW + 3_600 })).toEqual([]);
    expect(held({ silences, policy: null, autonomy: null }), 'a person who asks means it').toEqual([]);
    const scaling = { name: 'action' as const, value: 'scale', is_equal: true };
    expect(held({ silences: [{ ...window, matchers: [scaling] }] })).toEqual([]);
    expect(held({ silences: [{ ...window, matchers: [scaling] }], type: 'scale' })).toHaveLength(1);
  });

  test('silences that cannot be read let nothing through', () => {
    expect(held({ silences: { unreadable: 'TimeoutError' } })).toEqual(
      only('maintenance_window', /cannot be read \(TimeoutError\)/),
    );
  });

  describe('windows, in their own time zones', () => {
    const policy = (windows: unknown) => aPolicy({ written: { guards: { windows } } });
    const at = (time: string) => Date.parse(time) / 1000;
    const guard = 'maintenance_window';

    test('what is denied, from Friday afternoon on until Monday morning', () => {
      const weekend = policy({ deny: ['Fri 16:00-Mon 08:00 Europe/London'] });
      expect(held({ policy: weekend })).toEqual([]);
      expect(held({ policy: weekend, now: at('2027-01-15T15:59:00Z') })).toEqual([]);
      expect(held({ policy: weekend, now: at('2027-01-15T16:00:00Z') })).toEqual(only(guard, /not during Fri 16:00/));
      expect(held({ policy: weekend, now: at('2027-01-17T03:00:00Z') })).toHaveLength(1);
      expect(held({ policy: weekend, now: at('2027-01-18T08:00:00Z') })).toEqual([]);
      // in July London's clocks are an hour ahead
      expect(held({ policy: weekend, now: at('2027-07-16T15:00:00Z') })).toHaveLength(1);
      expect(held({ policy: weekend, now: at('2027-07-19T07:00:00Z') })).toEqual([]);
    });

    test('what is allowed, and only that', () => {
      const office = policy({ allow: ['Mon-Fri 09:00-17:00 America/New_York'] });
      expect(held({ policy: office, now: at('2027-01-13T13:59:00Z') })).toEqual(only(guard, /only during Mon-Fri/));
      expect(held({ policy: office, now: at('2027-01-13T14:00:00Z') })).toEqual([]);
    });

    test('what is denied wins over what is allowed', () => {
      const both = policy({ allow: ['Mon-Fri 09:00-17:00 UTC'], deny: ['Wed 11:00-Wed 13:00 UTC'] });
      expect(held({ policy: both })).toEqual(only(guard, /not during Wed/));
      expect(held({ policy: both, now: NOW + 7_200 })).toEqual([]);
    });

    test.each([
      [{ deny: ['now and then'] }, /"now and then" cannot be read/],
      ['never', /cannot be read/],
      [{ allow: 'Mon-Fri' }, /cannot be read/],
    ])('what cannot be read lets nothing through: %j', (windows, reason) => {
      expect(held({ policy: policy(windows) })).toEqual(only(guard, reason));
    });
  });

  describe('the blast radius: a share of the tasks that run, rounded down, at least one', () => {
    const guard = 'blast_radius';
    test.each([
      [{ desired: 4, running: 4 }, 1, 0.25, true],
      [{ desired: 4, running: 3 }, 1, 0.25, false],
      [{ desired: 8, running: 8 }, 2, 0.25, true],
      [{ desired: 8, running: 7 }, 2, 0.25, false],
      [{ desired: 8, running: 7 }, 1, 0.25, false],
      [{ desired: 9, running: 8 }, 1, 0.25, true],
      [{ desired: 3, running: 3 }, 1, 0.1, true],
      [{ desired: 3, running: 3 }, 2, 0.5, false],
      [{ desired: 2, running: 0 }, 1, 1, false],
    ])('of %j %d more at %d: %s', (tasks, takesOut, blastRadius, passes) => {
      expect(held({ tasks, takesOut, blastRadius })).toEqual(
        passes ? [] : only(guard, /tasks are out of service, \d more would be, and \d may be/),
      );
    });

    test('what takes none out is never held, what cannot be counted always', () => {
      expect(held({ tasks: { desired: 4, running: 1 }, takesOut: 0 })).toEqual([]);
      expect(held({ tasks: null, takesOut: 1 })).toEqual([]);
      expect(held({ tasks: { unreadable: 'ThrottlingException' }, takesOut: 1 })).toEqual(
        only(guard, /cannot be read/),
      );
    });
  });

  test('three outcomes in a row that did not help, whatever they were; a change of the policy begins anew', () => {
    expect(held({ past: past('no_effect', 'inconclusive', 'worse') })).toEqual(only('cooldown', /3 times in a row/));
    expect(held({ past: past('no_effect', null, 'inconclusive', 'worse') })).toHaveLength(1);
    expect(held({ past: past('no_effect', 'no_effect') })).toEqual([]);
    expect(held({ past: past('no_effect', 'helped', 'no_effect', 'no_effect') })).toEqual([]);
    expect(held({ past: past('helped', 'no_effect', 'no_effect', 'no_effect') })).toEqual([]);
    const changed = aPolicy({ updated_at: '2027-03-01T00:00:00.000Z' });
    expect(held({ policy: changed, past: past('no_effect', 'no_effect', 'no_effect') })).toEqual([]);
  });

  test('too many unhealthy at once: at least three and more than half, and only what changes something', () => {
    const guard = 'too_many_unhealthy';
    expect(held({ unhealthy: ['a', 'b', 'c'], watched: 5 })).toEqual(only(guard, /3 of 5/));
    expect(held({ unhealthy: ['a', 'b', 'c'], watched: 6 })).toEqual([]);
    expect(held({ unhealthy: ['a', 'b'], watched: 2 })).toEqual([]);
    expect(held({ unhealthy: ['a', 'b', 'c'], watched: 3, changes: false })).toEqual([]);
  });

  test('trouble of what it calls, where users feel it and a policy would act', () => {
    const sickDependencies = ['payments'];
    expect(held({ sickDependencies })).toEqual(
      only('dependency_healthy', /payments, which orders calls, is in trouble/),
    );
    expect(held({ sickDependencies, cause: cause('memory_usage') }), 'its own heap is its own').toEqual([]);
    expect(held({ sickDependencies, policy: null }), 'a person knows').toEqual([]);
    expect(held({ sickDependencies, changes: false })).toEqual([]);
  });

  test('a policy that only observes, and one of which nobody can tell what it may do', () => {
    const autonomy = { level: 'observe', reason: 'the policy only observes' } as const;
    expect(held({ autonomy })).toEqual(only('autonomy', /only observes/));
    expect(held({ autonomy: { unreadable: 'TimeoutError' } })).toEqual(only('autonomy', /cannot be read/));
  });

  test('what was asked for the same cause already and was not approved', () => {
    const asked = (state: 'rejected' | 'timed_out' | 'stale', id = 'anomaly_9') =>
      anAction({
        cause: { ...cause(), id },
        approval: { ...neededApproval('suggests', { timeout_seconds: 60, on_timeout: 'reject' }), state },
        verdict_reason: 'rejected by key:a: not today',
      });
    expect(held({ past: [asked('rejected')] })).toEqual(only('approval', /action_1 was asked.*not today/));
    expect(held({ past: [asked('timed_out')] })).toHaveLength(1);
    expect(held({ past: [asked('stale')] }), 'a plan that changed is asked about anew').toEqual([]);
    expect(held({ past: [asked('rejected', 'anomaly_8')] }), 'of another cause nothing was said').toEqual([]);
  });

  test('a service without the tag', () => {
    const service = aService({ may_act: false });
    expect(held({ service })).toEqual(only('consent', /does not carry the tag forestall:act/));
    expect(held({ service, changes: false }), 'a breaker too').toHaveLength(1);
  });

  test('an action type that is not built', () => {
    expect(held({ available: false })).toEqual(only('available', /^not available/));
  });

  test('all that hold are named at once', () => {
    const both = held({ kill: { enabled: false, reason: 'x' }, service: aService({ protected: true }) });
    expect(both.map(({ guard }) => guard)).toEqual(['kill_switch', 'service_protected']);
  });
});

test('results are told in the order of the contract, whichever was asked first', () => {
  const named = (guard: GuardName) => ({ guard, passed: true, reason: '' });
  const results = (['consent', 'budget', 'kill_switch', 'cooldown', 'one_at_a_time'] as const).map(named);
  expect(inOrder(results).map(({ guard }) => guard)).toEqual([
    'kill_switch',
    'cooldown',
    'budget',
    'one_at_a_time',
    'consent',
  ]);
});

describe('whether a person is asked', () => {
  const approval = { above: 'high', timeout: '2m', on_timeout: 'reject' };
  const policy = aPolicy({ written: { guards: { approval } } });
  const asked = (change: Partial<GuardFacts>) => wantedApproval(facts(change));

  test('where the policy only suggests, at its defaults or as it says', () => {
    const autonomy = { level: 'suggest', reason: 'the policy only suggests' } as const;
    expect(asked({ autonomy })).toMatchObject({
      state: 'needed',
      why: 'the policy only suggests',
      timeout_seconds: 600,
      on_timeout: 'escalate',
    });
    expect(asked({ autonomy, policy })).toMatchObject({ timeout_seconds: 120, on_timeout: 'reject' });
  });

  test.each([
    ['medium', false],
    ['high', true],
    ['critical', true],
    [null, true],
  ] as const)('from a severity on: %s', (severity, is) => {
    expect(asked({ policy, severity }) !== null).toBe(is);
  });

  test('other spellings of the severities, and what nobody can read', () => {
    const above = (word: unknown) => aPolicy({ written: { guards: { approval: { above: word } } } });
    expect(asked({ policy: above('error'), severity: 'medium' })).toBeNull();
    expect(asked({ policy: above('error'), severity: 'high' })).not.toBeNull();
    expect(asked({ policy: above('loud'), severity: 'low' })?.why).toMatch(/cannot be read/);
    expect(asked({ policy: above(7), severity: 'low' })?.why).toMatch(/cannot be read/);
  });

  test('nobody waits for longer than a day', () => {
    const patient = aPolicy({ written: { guards: { approval: { above: 'low', timeout: '7d' } } } });
    expect(asked({ policy: patient })?.timeout_seconds).toBe(86_400);
  });

  test('not a second time, and never a person about what they ask for', () => {
    expect(asked({ policy, approval: 'approved' })).toBeNull();
    expect(asked({ policy: null, autonomy: null })).toBeNull();
    expect(asked({ severity: 'critical' }), 'nor where the policy does not want it').toBeNull();
  });
});
