import { expect, test } from 'vitest';
import type { ApiKey } from '#domain/key/key.ts';
import { keyParts, secretHash } from '#domain/key/secret.ts';
import { toEpoch } from '#domain/time.ts';
import { someKey } from '#test/support/httpCall.ts';
import { beyond, createKey, findKey, type KeyPorts, revokeKey, rotateKey } from './manageKeys.ts';

const NOW = '2026-11-25T12:00:00.000Z';
const wanted = {
  name: 'ci',
  description: '',
  scopes: ['read' as const],
  namespaces: null,
  rate_limit: 10,
  expires_at: null,
};

function setting(...known: ApiKey[]) {
  const kept = new Map(known.map((key) => [key.id, key]));
  const order: string[] = [];
  const quiet = () => {};
  const ports: KeyPorts = {
    keys: {
      create: async (key) => {
        kept.set(key.id, key);
      },
      get: async (id) => kept.get(id),
      rotate: async (id, next, ifHash) => {
        const key = kept.get(id);
        if (key?.hash !== ifHash) return false;
        kept.set(id, { ...key, ...next });
        return true;
      },
      remove: async (id) => {
        order.push(`removed ${id}`);
        return kept.delete(id);
      },
      list: async ({ cursor }) => {
        const all = [...kept.values()];
        const at = Number(cursor ?? 0);
        return { items: all.slice(at, at + 1), next_cursor: at + 1 < all.length ? `${at + 1}` : null };
      },
      touch: async () => {},
    },
    admin: { get: async (id) => (id === 'admin' ? someKey({ id }) : undefined) },
    hangUp: async (id) => order.push(`hung up ${id}`),
    clock: { now: () => toEpoch(NOW) },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  };
  return { ports, kept, order };
}

test('a key is shown once, and only its hash is kept', async () => {
  const { ports, kept } = setting();
  const { key, text } = await createKey({ ...wanted, expires_at: '2027-01-01T01:00:00+01:00' }, ports);
  const secret = keyParts(text)?.secret ?? '';
  expect(kept.get(key.id)).toMatchObject({
    hash: secretHash(secret),
    expires_at: '2027-01-01T00:00:00.000Z',
    last_used_at: null,
  });
  expect(JSON.stringify(kept.get(key.id))).not.toContain(secret);
});

test('a rotation keeps the old secret for the overlap, and none where there is no overlap', async () => {
  const key = someKey();
  const { ports, kept, order } = setting(key);
  const first = await rotateKey(key, '2h', ports);
  if (first === 'lost') throw new Error('nobody else rotates');
  expect(kept.get(key.id)?.previous).toEqual({ hash: key.hash, until: '2026-11-25T14:00:00.000Z' });
  expect(kept.get(key.id)?.hash).toBe(secretHash(keyParts(first.text)?.secret ?? ''));
  expect([first.key.version, order], 'what is open stays open').toEqual([2, []]);
  await rotateKey(first.key, 0, ports);
  expect(kept.get(key.id)).toMatchObject({ previous: null, version: 3 });
  expect(order, 'what the old secret opened is closed').toEqual([`hung up ${key.id}`]);
});

test('of two rotations of the same key one is lost, and of a key that is gone each', async () => {
  const key = someKey();
  const { ports, kept } = setting(key);
  await rotateKey(key, '24h', ports);
  expect(await rotateKey(key, '24h', ports)).toBe('lost');
  kept.clear();
  expect(await rotateKey(key, '24h', ports)).toBe('lost');
});

test('a revoked key opens nothing before what it holds open is closed', async () => {
  const key = someKey();
  const { ports, order } = setting(key);
  await revokeKey(key, ports);
  expect(order).toEqual([`removed ${key.id}`, `hung up ${key.id}`]);
});

test('a key is found by its id or its hash, on whatever page', async () => {
  const keys = [someKey({ id: 'a', hash: secretHash('a') }), someKey({ id: 'b', hash: secretHash('b') })];
  const { ports } = setting(...keys);
  expect((await findKey('b', ports))?.id).toBe('b');
  expect((await findKey(secretHash('b'), ports))?.id).toBe('b');
  expect((await findKey('admin', ports))?.id).toBe('admin');
  expect(await findKey(secretHash('c'), ports)).toBeUndefined();
  expect(await findKey('c', ports)).toBeUndefined();
});

test.each([
  [{ scopes: ['read' as const], namespaces: null }, { scopes: ['admin' as const], namespaces: null }, undefined],
  [
    { scopes: ['read' as const, 'act' as const], namespaces: null },
    { scopes: ['read' as const], namespaces: null },
    'the scope act',
  ],
  [
    { scopes: ['read' as const], namespaces: null },
    { scopes: ['admin' as const], namespaces: ['payments'] },
    'every namespace',
  ],
  [
    { scopes: ['read' as const], namespaces: ['orders'] },
    { scopes: ['admin' as const], namespaces: ['payments'] },
    'the namespace orders',
  ],
  [
    { scopes: ['read' as const], namespaces: ['payments'] },
    { scopes: ['admin' as const], namespaces: ['payments'] },
    undefined,
  ],
])('what a manager cannot give: %j by %j', (key, manager, missing) => expect(beyond(key, manager)).toBe(missing));
