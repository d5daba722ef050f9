import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical, fromCanonical } from '#domain/decision/canonical.ts';
import { anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { toInstant } from '#domain/time.ts';
import type { KeptDecision } from '#ports';
import { considerPolicies } from './considerPolicies.ts';
import { harmless } from './harmless.fixture.ts';
import { inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import { Diverged, replayDecision } from './replayDecision.ts';

const types = [harmless('scale'), harmless('restart_container')];
const known = new Map(types.map((type) => [type.name, type]));
const again = (kept: KeptDecision) => replayDecision(kept, known);
/** As it is kept: as text, and read again. */
const read = (kept: KeptDecision): KeptDecision => fromCanonical(canonical(kept)) as KeptDecision;

const anomaly = (change: Parameters<typeof anAnomaly>[0] = {}) =>
  anAnomaly({ detected_at: toInstant(NOW - 5), updated_at: toInstant(NOW - 5), ...change });

const world = (change: Partial<World> = {}): World =>
  newWorld({
    services: [aService({ depends_on: ['users'] }), aService({ name: 'users' })],
    policies: [aPolicy({ alerts: [{ type: 'alert', parameters: { severity: 'high' } }] })],
    anomalies: [anomaly()],
    latest: [aValue({ value: 90, at: NOW - 20, expected: Number.NaN }), aValue({ service: 'users', at: NOW - 20 })],
    ...change,
  });

async function kept(one: World): Promise<KeptDecision> {
  await considerPolicies(undefined, inMemory(one, types));
  const [first] = one.decisions;
  if (!first) throw new Error('nothing was kept');
  return read(first);
}

test('a decision to act is made again from what it saw, byte for byte', async () => {
  const one = await kept(world());
  expect(one.decision).toMatchObject({ outcome: 'acts', actions: [{ type: 'alert' }, { type: 'scale' }] });
  expect(await again(one)).toEqual({ same: true, outcome: one.outcome });
});

test('a replay asks and changes nothing: it may be made again', async () => {
  const there = world();
  const one = await kept(there);
  const before = canonical([...there.actions.values(), ...there.locks]);
  await again(one);
  expect((await again(one)).same).toBe(true);
  expect(canonical([...there.actions.values(), ...there.locks])).toBe(before);
});

test('what would have been decided otherwise is told apart', async () => {
  const one = await kept(world());
  const { facts } = one.inputs;
  const calm = facts.latest.map((value) => ({ ...value, value: 20, expected: 20 }));
  await expect(again({ ...one, inputs: { ...one.inputs, facts: { ...facts, latest: calm } } })).rejects.toThrow(
    Diverged,
  );
  const bytes = one.outcome.replace('"scale"', '"scales"');
  expect((await again({ ...one, outcome: bytes })).same).toBe(false);
});

test('a decision whose code asks for more than it did is no repeat', async () => {
  const one = await kept(world());
  const answers = one.inputs.answers.slice(0, -1);
  await expect(again({ ...one, inputs: { ...one.inputs, answers } })).rejects.toThrow(Diverged);
});

test('a decision is kept when its outcome changes, and not at each look', async () => {
  const there = world({ kill: { enabled: false, reason: 'game day', unreadable: false } });
  const look = () => considerPolicies(undefined, inMemory(there, types));
  await look();
  await look();
  there.now += 10;
  await look();
  expect(there.decisions.map(({ decision }) => decision.outcome)).toEqual(['held']);
  there.kill.enabled = true;
  await look();
  await look();
  there.anomalies = [];
  await look();
  await look();
  expect(there.decisions.map(({ decision }) => decision.outcome)).toEqual(['held', 'acts', 'no']);
  expect(there.audited.map(({ action, actor, target }) => [action, actor, target])).toEqual(
    Array(3).fill(['decision.made', 'policy:policy_1', 'service:orders']),
  );
  expect(new Set(there.decisions.map(({ decision }) => decision.id)).size).toBe(3);
});

test('a policy that never had anything to do leaves no record', async () => {
  const quiet = world({ anomalies: [] });
  await considerPolicies(undefined, inMemory(quiet, types));
  expect(quiet.decisions).toEqual([]);
});

test('when all data is missing at once, records are spread over rounds, and what acts is always kept', async () => {
  const services = Array.from({ length: 200 }, (_, i) => aService({ name: `silent-${i}` }));
  const there = world({
    services: [aService(), ...services],
    policies: [aPolicy({ condition: 'latency_p99 > 1s' }), aPolicy({ id: 'policy_2' })],
    latest: [aValue({ value: 90, at: NOW - 20 })],
  });
  const look = () => considerPolicies(undefined, inMemory(there, types));
  await look();
  const first = there.decisions.map(({ decision }) => decision.outcome);
  expect(first).toHaveLength(300);
  expect(first).toContain('acts');
  await look();
  const scopes = there.decisions.filter(({ decision }) => decision.outcome === 'unknown');
  expect(new Set(scopes.map(({ decision }) => `${decision.policy_id}#${decision.scope}`)).size).toBe(scopes.length);
  expect(scopes).toHaveLength(401);
});

test('a record that cannot be kept keeps nobody from acting', async () => {
  const there = world();
  await considerPolicies(
    undefined,
    inMemory(there, types, async (call, when) => {
      if (call === 'decisions.write' && when === 'before') throw new Error('no answer');
    }),
  );
  expect([...there.actions.values()].map(({ status }) => status)).toContain('started');
  expect(there.logged).toContain('a decision was not kept');
});

test('whatever a decision saw, failures of the world included, it is made again byte for byte', async () => {
  const arbitrary = fc.record({
    enabled: fc.boolean(),
    unreadable: fc.boolean(),
    level: fc.constantFrom('warn' as const, 'page' as const),
    age: fc.integer({ min: 0, max: 900 }),
    value: fc.integer({ min: 0, max: 100 }),
    forSeconds: fc.constantFrom(0, 60),
    condition: fc.constantFrom('anomaly(cpu_usage)', 'cpu_usage > 60', 'anomaly(cpu_usage) and cpu_usage > 60'),
    autonomy: fc.constantFrom('auto' as const, 'observe' as const),
    failing: fc.constantFrom('', 'lock', 'cool', 'spend', 'ecs.describe', 'actions.hold'),
    later: fc.integer({ min: 0, max: 400 }),
  });
  await fc.assert(
    fc.asyncProperty(arbitrary, async (drawn) => {
      const there = world({
        kill: { enabled: drawn.enabled, reason: 'why', unreadable: drawn.unreadable },
        anomalies: [anomaly({ level: drawn.level })],
        policies: [aPolicy({ condition: drawn.condition, for_seconds: drawn.forSeconds, autonomy: drawn.autonomy })],
        latest: [aValue({ value: drawn.value, at: NOW - drawn.age }), aValue({ service: 'users', at: NOW })],
      });
      const ports = inMemory(there, types, async (call, when) => {
        if (call === drawn.failing && when === 'after') throw new Error('no answer');
      });
      await considerPolicies(undefined, ports).catch(() => undefined);
      there.now += drawn.later;
      await considerPolicies('orders', ports).catch(() => undefined);
      for (const one of there.decisions) expect((await again(read(one))).same).toBe(true);
    }),
    { numRuns: 60 },
  );
});
