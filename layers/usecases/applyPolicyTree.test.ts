import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aPolicy, aService } from '#domain/fixtures.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { PolicyTree } from '#ports';
import { applyPolicyTree, isDone, type TreePorts, type TreeRequest, validatePolicyTree } from './applyPolicyTree.ts';
import { differencesOf } from './planTree.ts';

/** A tree as the table holds one: a conditional write of all of it, which may fail before or after it was done. */
function store(...others: Policy[]) {
  let tree: PolicyTree = { policies: [], version: 0, made: 0 };
  const state = { writes: 0, fails: null as 'before' | 'after' | null, between: () => {} };
  const policies: TreePorts['policies'] = {
    all: async () => [...others, ...tree.policies.map(({ policy }) => policy)],
    get: async (id) => others.find((one) => one.id === id),
    create: async () => false,
    replace: async () => false,
    remove: async () => 'unknown',
    tree: async () => tree,
    async putTree(next, seen) {
      state.between();
      if (state.fails === 'before') throw new Error('the function died');
      state.writes += 1;
      if (seen.version !== tree.version || seen.made !== tree.made) return 'stale';
      tree = { ...tree, policies: next, version: seen.version + 1 };
      if (state.fails === 'after') throw new Error('the answer was lost');
      return 'put';
    },
  };
  const switched = (name: string, change: Partial<Policy>) => {
    const changed = tree.policies.map((one) =>
      one.policy.name === name ? { ...one, policy: { ...one.policy, ...change } } : one,
    );
    tree = { ...tree, policies: changed, version: tree.version + 1 };
  };
  const made = () => {
    tree = { ...tree, made: tree.made + 1 };
  };
  return { policies, state, switched, made, now: () => tree.policies.map(({ policy }) => policy) };
}

const portsOf = (policies: TreePorts['policies']): TreePorts => ({
  policies,
  services: { all: async () => [aService({ name: 'orders' }), aService({ name: 'payments', owner: 'payments' })] },
  configuration: Configuration.parse({}),
  clock: { now: () => 1_800_000_000 },
});
const anyone = { namespaces: null };
const FILE = 'policies/a.yml';
const text = (...conditions: string[]) =>
  conditions.map((when, index) => `- { name: p${index}, when: "${when}", action: alert }\n`).join('');
const request = (written: string, more: Partial<TreeRequest> = {}): TreeRequest => ({
  files: [{ file: FILE, text: written }],
  prune: null,
  dryRun: false,
  ...more,
});

async function done(asked: TreeRequest, { policies }: ReturnType<typeof store>, author = anyone) {
  const outcome = await applyPolicyTree(asked, author, portsOf(policies));
  if (!isDone(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome;
}
const kinds = ({ changes }: Awaited<ReturnType<typeof done>>) => changes.map(({ change, name }) => `${change} ${name}`);

describe('applying a tree', () => {
  test('is one write, whatever it changes, and none where nothing changes', async () => {
    const there = store();
    await done(request(text('cpu_usage > 80', 'memory_usage > 80', 'queue_age > 60s')), there);
    expect(there.state.writes).toBe(1);
    const second = await done(request(text('cpu_usage > 81', 'memory_usage > 80'), { prune: '' }), there);
    expect(kinds(second)).toEqual(['update p0', 'none p1', 'remove p2']);
    expect(there.state.writes).toBe(2);
    expect(there.now().map(({ name, version }) => `${name} ${version}`)).toEqual(['p0 2', 'p1 1']);
    await done(request(text('cpu_usage > 81', 'memory_usage > 80')), there);
    expect(there.state.writes).toBe(2);
  });

  test('a plan alone writes nothing', async () => {
    const there = store();
    expect(kinds(await done(request(text('cpu_usage > 80'), { dryRun: true }), there))).toEqual(['create p0']);
    expect(there.state.writes).toBe(0);
  });

  test('a crash before or after the write leaves the old tree or the new one, and applying again ends in the new', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 50, max: 90 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 50, max: 90 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('before' as const, 'after' as const),
        async (first, second, fails) => {
          const there = store();
          const textFor = (bounds: number[]) => text(...bounds.map((bound) => `cpu_usage > ${bound}`));
          const conditions = () => there.now().map(({ condition }) => condition);
          const wanted = (bounds: number[]) => bounds.map((bound) => `cpu_usage > ${bound}`);
          await done(request(textFor(first)), there);
          there.state.fails = fails;
          const again = request(textFor(second), { prune: '' });
          const same = JSON.stringify(first) === JSON.stringify(second);
          if (!same) await expect(applyPolicyTree(again, anyone, portsOf(there.policies))).rejects.toThrow();
          expect(conditions()).toEqual(fails === 'before' ? wanted(first) : wanted(second));
          there.state.fails = null;
          await done(again, there);
          expect(conditions()).toEqual(wanted(second));
        },
      ),
      { numRuns: 50 },
    ));

  test('who was slower than another, or than a policy made meanwhile, changes nothing and is told', async () => {
    const there = store();
    there.state.between = there.made;
    const outcome = await applyPolicyTree(request(text('cpu_usage > 80')), anyone, portsOf(there.policies));
    expect(outcome).toEqual({ outcome: 'stale', version: 0 });
    expect(there.now()).toEqual([]);
    there.state.between = () => {};
    await done(request(text('cpu_usage > 80')), there);
    const seen = await applyPolicyTree(
      request(text('cpu_usage > 90'), { ifVersion: 0 }),
      anyone,
      portsOf(there.policies),
    );
    expect(seen).toEqual({ outcome: 'stale', version: 1 });
  });

  test('what another applies between two reads is told as that, not as made through the API', async () => {
    const there = store();
    const { policies } = there;
    const slow = {
      ...policies,
      async all() {
        await done(request(text('cpu_usage > 80')), there);
        return policies.all();
      },
    };
    const outcome = await applyPolicyTree(request(text('cpu_usage > 90')), anyone, portsOf(slow));
    expect(outcome).toEqual({ outcome: 'stale', version: 1 });
    expect(there.now().map(({ condition }) => condition)).toEqual(['cpu_usage > 80']);
  });

  test('one fault keeps all of it away', async () => {
    const there = store();
    const outcome = await applyPolicyTree(
      request(text('cpu_usage > 80', 'cpu_usage > 5ms')),
      anyone,
      portsOf(there.policies),
    );
    expect(outcome).toMatchObject({ outcome: 'invalid', faults: [{ file: FILE, line: 2 }] });
    expect(there.state.writes).toBe(0);
  });
});

describe('what people switched', () => {
  test('stays where the file says nothing of it, and goes where it does', async () => {
    const there = store();
    await done(request(text('cpu_usage > 80')), there);
    there.switched('p0', { enabled: false, autonomy: 'observe' });
    const kept = await done(request(text('cpu_usage > 85')), there);
    expect(kept.changes[0]).toMatchObject({ change: 'update', kept: ['enabled', 'autonomy'] });
    expect(there.now()[0]).toMatchObject({ condition: 'cpu_usage > 85', enabled: false, autonomy: 'observe' });
    const said = text('cpu_usage > 85').replace('}', ', enabled: true, autonomy: auto }');
    await done(request(said), there);
    expect(there.now()[0]).toMatchObject({ enabled: true, autonomy: 'auto' });
  });

  test('what the file said and says no longer has its default again', async () => {
    const there = store();
    await done(request(text('cpu_usage > 80').replace('}', ', enabled: false }')), there);
    expect(there.now()[0]?.enabled).toBe(false);
    await done(request(text('cpu_usage > 80')), there);
    expect(there.now()[0]?.enabled).toBe(true);
  });
});

describe('what belongs to others', () => {
  test('a policy of the deploy stays its own: the same is nothing new, another is refused', async () => {
    const written = { name: 'p0', when: 'cpu_usage > 80', action: 'alert' };
    const { changes } = await done(request(text('cpu_usage > 80')), store());
    const there = store(aPolicy({ id: changes[0]?.id ?? '', name: 'p0', written }));
    expect((await done(request(text('cpu_usage > 80')), there)).changes).toMatchObject([
      { change: 'none', deployed: true },
    ]);
    const outcome = await applyPolicyTree(request(text('cpu_usage > 90')), anyone, portsOf(there.policies));
    expect(outcome).toMatchObject({ faults: [{ line: 1, message: expect.stringContaining('part of the deploy') }] });
  });

  test('pruning ends at the folder that is applied, and at the namespaces of the key', async () => {
    const there = store();
    const files = [
      { file: 'policies/teams/payments/policies.yml', text: `policies:\n${text('cpu_usage > 80')}` },
      { file: FILE, text: text('memory_usage > 80') },
    ];
    await done({ ...request(''), files }, there);
    const empty = { file: 'policies/teams/payments/policies.yml', text: 'policies: []\n' };
    const team = { ...request('', { prune: '' }), files: [empty] };
    expect(kinds(await done({ ...team, dryRun: true, prune: 'policies/teams/orders/' }, there))).toEqual([]);
    expect(kinds(await done({ ...team, dryRun: true }, there))).toHaveLength(2);
    const pruned = await applyPolicyTree(team, { namespaces: ['payments'] }, portsOf(there.policies));
    expect(isDone(pruned) && kinds(pruned)).toEqual(['remove p0']);
    expect(there.now().map(({ namespace }) => namespace)).toEqual([null]);
  });

  test('a key of a namespace neither applies another’s nor takes a service', async () => {
    const author = { namespaces: ['payments'] };
    const files = (content: string) => [{ file: 'policies/teams/payments/policies.yml', text: content }];
    const { policies } = store();
    expect(await applyPolicyTree(request(text('cpu_usage > 80')), author, portsOf(policies))).toEqual({
      outcome: 'foreign',
      namespace: null,
      file: FILE,
    });
    const taking = `services: [payments, orders]\npolicies:\n${text('cpu_usage > 80')}`;
    expect(await applyPolicyTree({ ...request(''), files: files(taking) }, author, portsOf(policies))).toMatchObject({
      outcome: 'invalid',
      faults: [{ message: expect.stringContaining('may not give orders') }],
    });
  });
});

test('policies are checked beside those that are there, and one may be given alone', async () => {
  const wide = aPolicy({
    name: 'wide',
    condition: 'cpu_usage > 70',
    ladder: [],
    alerts: [{ type: 'alert', parameters: {} }],
  });
  const { policies } = store(wide);
  const found = await validatePolicyTree([{ file: FILE, text: text('cpu_usage > 80') }], portsOf(policies));
  expect(found).toMatchObject({ policies: 1, faults: [], warnings: [{ rule: 'shadowed', line: 1, column: 22 }] });
  const one = JSON.stringify({ when: 'cpu_usage > 80', acton: 'alert' });
  const alone = await validatePolicyTree([{ file: 'policy.yml', text: one }], portsOf(policies), { single: true });
  expect(alone.faults).toMatchObject([{ line: 1, message: 'unknown key acton: did you mean action?' }]);
});

test('a difference names the deepest member that differs', () => {
  const before = { when: 'a', actions: [{ type: 'scale', by: 1 }], guards: { cooldown: 300 } };
  const after = { when: 'a', actions: [{ type: 'scale', by: 2 }, 'alert'], guards: { cooldown: 300, max: 1 } };
  expect(differencesOf(before, after)).toEqual([
    { member: 'actions[0].by', before: 1, after: 2 },
    { member: 'actions[1]', before: null, after: 'alert' },
    { member: 'guards.max', before: null, after: 1 },
  ]);
});
