import { describe, expect, test } from 'vitest';
import { anAction, aPolicy, aService } from '../fixtures.ts';
import type { GuardName } from './action.ts';
import { allPassed, type GuardFacts, judgeGuards } from './guards.ts';

const facts = (change: Partial<GuardFacts> = {}): GuardFacts => ({
  kill: { enabled: true, reason: 'never switched off' },
  policy: aPolicy(),
  service: aService(),
  available: true,
  changes: true,
  deploying: false,
  unhealthy: [],
  watched: 3,
  sickDependencies: [],
  metric: 'latency_p99',
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
  expect(allPassed(judgeGuards(facts({ policy: null }))), 'nor where a person asks').toBe(true);
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

  test('windows and an approval that a policy demands and this version cannot judge', () => {
    const windows = aPolicy({ written: { guards: { windows: { deny: ['Fri'] } } } });
    const approval = aPolicy({ written: { guards: { approval: { above: 'high' } } } });
    expect(held({ policy: windows })).toEqual(only('maintenance_window', /not available/));
    expect(held({ policy: approval })).toEqual(only('approval', /not available/));
    expect(held({ policy: approval, changes: false })).toEqual([]);
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
    expect(held({ sickDependencies, metric: 'memory_usage' }), 'its own heap is its own').toEqual([]);
    expect(held({ sickDependencies, policy: null }), 'a person knows').toEqual([]);
    expect(held({ sickDependencies, changes: false })).toEqual([]);
  });

  test.each(['observe', 'suggest', 'earn'] as const)('autonomy %s', (autonomy) => {
    expect(held({ policy: aPolicy({ autonomy }) })).toEqual(only('autonomy', /./));
  });

  test('a service without the tag', () => {
    const service = aService({ may_act: false });
    expect(held({ service })).toEqual(only('consent', /does not carry the tag forestall:act/));
    expect(held({ service, changes: false })).toEqual([]);
  });

  test('an action type that is not built', () => {
    expect(held({ available: false })).toEqual(only('available', /^not available/));
  });

  test('all that hold are named at once', () => {
    const both = held({ kill: { enabled: false, reason: 'x' }, service: aService({ protected: true }) });
    expect(both.map(({ guard }) => guard)).toEqual(['kill_switch', 'service_protected']);
  });
});
