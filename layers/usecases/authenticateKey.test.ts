import { expect, test } from 'vitest';
import type { ApiKey } from '#domain/key/key.ts';
import { secretHash } from '#domain/key/secret.ts';
import { toEpoch } from '#domain/time.ts';
import { someKey, textOf } from '#test/support/httpCall.ts';
import { type Authentication, authenticateKey, noteUse } from './authenticateKey.ts';

const NOW = '2026-11-25T12:00:00.000Z';

function setting(...known: ApiKey[]) {
  const asked: string[] = [];
  const touched: string[] = [];
  const complaints: string[] = [];
  const quiet = () => {};
  return {
    asked,
    touched,
    complaints,
    keys: {
      get: async (id: string) => {
        asked.push(id);
        return known.find((key) => key.id === id);
      },
      touch: async (id: string) => {
        if (id === 'broken000001') throw new Error('throttled');
        touched.push(id);
      },
    },
    admin: { get: async (id: string) => (id === 'admin' ? someKey({ id: 'admin', scopes: ['admin'] }) : undefined) },
    clock: { now: () => toEpoch(NOW) },
    log: { debug: quiet, info: quiet, warn: quiet, error: (message: string) => complaints.push(message) },
  };
}

function withUntil(found: Authentication) {
  if (found.key === undefined) throw new Error(found.refused);
  return found;
}

test('the right secret gives the key', async () => {
  const key = someKey();
  expect((await authenticateKey(textOf(key), setting(key))).key).toEqual(key);
});

test('an unknown id and a wrong secret are refused alike', async () => {
  const key = someKey();
  const unknown = await authenticateKey('rp_nobody_x', setting(key));
  const wrong = await authenticateKey(`rp_${key.id}_x`, setting(key));
  expect(unknown).toEqual(wrong);
  expect(unknown.refused).toBe('this key is not known');
});

test.each([
  ['2026-11-25T12:00:00.000Z', false],
  ['2026-11-25T12:00:00.001Z', true],
])('a key that expires at %s is good at noon: %s', async (expires_at, good) => {
  const key = someKey({ expires_at });
  const { key: found, refused } = await authenticateKey(textOf(key), setting(key));
  expect([found !== undefined, refused?.includes('expired') ?? false]).toEqual([good, !good]);
});

test.each([
  ['2026-11-25T11:59:59.000Z', false],
  ['2026-11-25T12:00:01.000Z', true],
])('the secret before a rotation opens until %s: %s at noon', async (until, good) => {
  const before = someKey();
  const key = someKey({ hash: secretHash('the new one'), previous: { hash: before.hash, until } });
  expect((await authenticateKey(textOf(before), setting(key))).key !== undefined).toBe(good);
  expect((await authenticateKey(`rp_${key.id}_the-new-one`, setting(key))).refused).toBeDefined();
});

test.each([
  [{}, null],
  [{ expires_at: '2026-11-26T00:00:00.000Z' }, '2026-11-26T00:00:00.000Z'],
])('what was shown ends with its key: %j', async (more, ends) => {
  const key = someKey(more);
  const { until } = withUntil(await authenticateKey(textOf(key), setting(key)));
  expect(until).toBe(ends === null ? null : toEpoch(ends));
});

test.each([
  ['2026-11-25T13:00:00.000Z', null, '2026-11-25T13:00:00.000Z'],
  ['2026-11-25T13:00:00.000Z', '2026-11-25T12:30:00.000Z', '2026-11-25T12:30:00.000Z'],
])('a secret before a rotation ends at %s, and no later than its key (%s)', async (until, expires_at, ends) => {
  const before = someKey();
  const key = someKey({ hash: secretHash('new'), previous: { hash: before.hash, until }, expires_at });
  expect(withUntil(await authenticateKey(textOf(before), setting(key))).until).toBe(toEpoch(ends));
});

test('the admin key is in no table, and none is asked for it', async () => {
  const ports = setting();
  const { key } = await authenticateKey(textOf({ id: 'admin' }), ports);
  expect([key?.id, ports.asked]).toEqual(['admin', []]);
});

test('one read a call', async () => {
  const key = someKey();
  const ports = setting(key);
  await authenticateKey(textOf(key), ports);
  expect(ports.asked).toEqual([key.id]);
});

test('its use is noted once a minute; a note that fails refuses nobody and is told', async () => {
  const ports = setting();
  await noteUse(someKey({ id: 'a', last_used_at: '2026-11-25T11:59:30.000Z' }), ports);
  await noteUse(someKey({ id: 'b', last_used_at: '2026-11-25T11:59:00.000Z' }), ports);
  await noteUse(someKey({ id: 'c' }), ports);
  await noteUse(someKey({ id: 'admin' }), ports);
  await noteUse(someKey({ id: 'broken000001' }), ports);
  expect([ports.touched, ports.complaints]).toEqual([['b', 'c'], ['the use of a key was not noted']]);
});
