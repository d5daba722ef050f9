import { describe, expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aPolicy, aService } from '#domain/fixtures.ts';
import type { PolicyDocument } from '#domain/policy/document.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { PolicyStore } from '#ports';
import { createPolicy, type PolicyPorts, removePolicy, replacePolicy } from './applyPolicyDocument.ts';

/** A store as the table is one: conditional by id and version, the files' policies fixed. */
function store(...there: Policy[]): PolicyStore {
  const policies = new Map(there.map((policy) => [policy.id, policy]));
  return {
    all: async () => [...policies.values()],
    get: async (id) => policies.get(id),
    async create(policy) {
      if (policies.has(policy.id)) return false;
      policies.set(policy.id, policy);
      return true;
    },
    async replace(policy) {
      if (policies.get(policy.id)?.version !== policy.version - 1) return false;
      policies.set(policy.id, policy);
      return true;
    },
    async remove(id, version) {
      const found = policies.get(id);
      if (!found) return 'unknown';
      if (found.source === 'file') return 'from_file';
      if (version !== undefined && found.version !== version) return 'stale';
      policies.delete(id);
      return 'removed';
    },
  };
}
const ports = (policies: PolicyStore): PolicyPorts => ({
  policies,
  services: { all: async () => [aService({ name: 'orders' }), aService({ name: 'payments', owner: 'payments' })] },
  types: new Map([
    ['alert', { check: () => [] }],
    ['restart_container', { check: () => [] }],
  ]),
  configuration: Configuration.parse({}),
  clock: { now: () => 1_800_000_000 },
});
const anyone = { namespaces: null };
const leak: PolicyDocument = { name: 'leak', condition: 'memory_usage > 90', action: 'restart_container' };

async function made(document: PolicyDocument, policies: PolicyStore): Promise<Policy> {
  const applied = await createPolicy(document, anyone, ports(policies));
  if (applied.outcome !== 'applied') throw new Error(JSON.stringify(applied));
  return applied.policy;
}

describe('making a policy', () => {
  test('keeps it, and says what its author should know', async () => {
    const policies = store();
    const applied = await createPolicy(
      { ...leak, service: 'invoices-service', condition: 'latency > 0.5' },
      anyone,
      ports(policies),
    );
    expect(applied).toMatchObject({ outcome: 'applied', policy: { name: 'leak', service: 'invoices', version: 1 } });
    expect(applied.outcome === 'applied' && applied.warnings).toEqual([
      { pointer: '/condition', message: expect.stringMatching(/^line 1, column 11: a bare number on latency_p99/) },
      { pointer: '/service', message: expect.stringContaining('no service invoices') },
    ]);
    expect(await policies.all()).toHaveLength(1);
  });

  test('tells every fault at once, with its place, and keeps nothing', async () => {
    const policies = store();
    const document = { ...leak, condition: 'cpu_usage > 500ms', action: 'reboot' };
    expect(await createPolicy(document, anyone, ports(policies))).toEqual({
      outcome: 'invalid',
      faults: [
        { pointer: '/condition', message: expect.stringMatching(/^line 1, column 13: cpu_usage is a percentage/) },
        { pointer: '/action', message: expect.stringContaining('"reboot" is no type of action') },
      ],
    });
    expect(await policies.all()).toEqual([]);
  });

  test('of two with one name in one namespace the second is refused; another namespace has names of its own', async () => {
    const policies = store();
    await made(leak, policies);
    expect(await createPolicy(leak, anyone, ports(policies))).toMatchObject({ outcome: 'taken', name: 'leak' });
    expect((await made({ ...leak, namespace: 'payments' }, policies)).namespace).toBe('payments');
  });

  test('of two at the same time one is made', async () => {
    const policies = store();
    const blind = { ...policies, all: async () => [] };
    const both = await Promise.all([1, 2].map(() => createPolicy(leak, anyone, ports(blind))));
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'taken']);
  });

  test('the former name of a renamed policy is free again', async () => {
    const policies = store();
    const first = await made(leak, policies);
    await replacePolicy(first, { ...leak, name: 'slow leak' }, anyone, ports(policies));
    const second = await made(leak, policies);
    expect(second.id).not.toBe(first.id);
    expect(await createPolicy({ ...leak, name: 'slow leak' }, anyone, ports(policies))).toMatchObject({
      outcome: 'taken',
    });
  });

  test('a key with namespaces makes only theirs', async () => {
    const author = { namespaces: ['payments'] };
    const policies = store();
    expect(await createPolicy(leak, author, ports(policies))).toEqual({ outcome: 'foreign', namespace: null });
    expect(await createPolicy({ ...leak, namespace: 'orders' }, author, ports(policies))).toMatchObject({
      outcome: 'foreign',
      namespace: 'orders',
    });
    expect(await createPolicy({ ...leak, namespace: 'payments' }, author, ports(policies))).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('replacing a policy', () => {
  test('puts the whole document in its place: what is left out has its default again', async () => {
    const policies = store();
    const before = await made({ ...leak, cooldown: 900, enabled: false }, policies);
    const applied = await replacePolicy(
      before,
      { condition: 'cpu_usage > 85', action: 'alert' },
      anyone,
      ports(policies),
    );
    expect(applied).toMatchObject({
      outcome: 'applied',
      policy: { id: before.id, name: 'leak', cooldown_seconds: 300, enabled: true, version: 2, ladder: [] },
    });
    expect((await policies.get(before.id))?.condition).toBe('cpu_usage > 85');
  });

  test('its namespace stays where the document leaves it out: nothing becomes global by an oversight', async () => {
    const policies = store();
    const before = await made({ ...leak, namespace: 'payments' }, policies);
    expect(await replacePolicy(before, leak, anyone, ports(policies))).toMatchObject({
      policy: { namespace: 'payments' },
    });
  });

  test('the loser of a race is told so', async () => {
    const policies = store();
    const before = await made(leak, policies);
    const both = await Promise.all([1, 2].map(() => replacePolicy(before, leak, anyone, ports(policies))));
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'stale']);
  });

  test("another policy's name is taken", async () => {
    const policies = store();
    await made(leak, policies);
    const other = await made({ ...leak, name: 'other' }, policies);
    expect(await replacePolicy(other, leak, anyone, ports(policies))).toMatchObject({ outcome: 'taken', name: 'leak' });
  });

  test('a key with namespaces neither touches a foreign policy nor gives its own away', async () => {
    const author = { namespaces: ['payments'] };
    const policies = store();
    const foreign = await made(leak, policies);
    expect(await replacePolicy(foreign, leak, author, ports(policies))).toMatchObject({ outcome: 'foreign' });
    const own = await made({ ...leak, namespace: 'payments' }, policies);
    const given = { ...leak, namespace: 'orders' };
    expect(await replacePolicy(own, given, author, ports(policies))).toMatchObject({ outcome: 'foreign' });
    expect(await removePolicy(foreign, author, ports(policies))).toMatchObject({ outcome: 'foreign' });
  });
});

describe('a policy that is part of the deploy', () => {
  const written = { name: 'cpu_high', when: 'anomaly(cpu_usage)', action: 'scale' };
  const deployed = aPolicy({ source: 'file', written, enabled: false });

  test('can be switched, by these members alone or with the whole document around them', async () => {
    const policies = store(deployed);
    const applied = await replacePolicy(
      deployed,
      { ...written, enabled: true, autonomy: 'observe' },
      anyone,
      ports(policies),
    );
    expect(applied).toMatchObject({ outcome: 'applied', policy: { enabled: true, autonomy: 'observe', version: 2 } });
    const now = await policies.get(deployed.id);
    expect(now?.written, 'its text is the deploy’s').toEqual(written);
    if (!now) throw new Error('it is gone');
    expect(await replacePolicy(now, { autonomy: 'auto' }, anyone, ports(policies))).toMatchObject({
      policy: { enabled: true, autonomy: 'auto' },
    });
  });

  test('stays off when only its autonomy is set', async () => {
    expect(await replacePolicy(deployed, { autonomy: 'suggest' }, anyone, ports(store(deployed)))).toMatchObject({
      policy: { enabled: false, autonomy: 'suggest' },
    });
  });

  test('changes nothing else here, and says what', async () => {
    const document = { ...written, when: 'anomaly(memory_usage)', cooldown: 1, enabled: true };
    expect(await replacePolicy(deployed, document, anyone, ports(store(deployed)))).toEqual({
      outcome: 'part_of_deploy',
      members: ['when', 'cooldown'],
    });
  });

  test('is not removed here', async () => {
    expect(await removePolicy(deployed, anyone, ports(store(deployed)))).toMatchObject({ outcome: 'part_of_deploy' });
  });
});

test('removing a policy of one’s own removes it, and a stale one is not removed', async () => {
  const policies = store();
  const policy = await made(leak, policies);
  await replacePolicy(policy, leak, anyone, ports(policies));
  expect(await removePolicy(policy, anyone, ports(policies))).toEqual({ outcome: 'stale' });
  const now = await policies.get(policy.id);
  expect(now && (await removePolicy(now, anyone, ports(policies)))).toEqual({ outcome: 'removed' });
  expect(await policies.all()).toEqual([]);
});
