import { expect, test } from 'vitest';
import { aKey, SECRET } from '#domain/key/key.fixture.ts';
import type { Scope } from '#domain/key/key.ts';
import { keyText, secretHash } from '#domain/key/secret.ts';
import { toInstant } from '#domain/time.ts';
import type { TicketHolder } from '#ports';
import { aConnection, memoryConnections, memorySockets, memoryTasks, silent } from '#test/support/events.ts';
import { closeConnectionsOf } from './closeConnections.ts';
import { type OpenPorts, openConnection } from './openConnection.ts';

const NOW = 1_000_000;

function stage(key = aKey(), more: Partial<OpenPorts> = {}) {
  const connections = memoryConnections();
  const tasks = memoryTasks();
  const tickets = new Map<string, TicketHolder>([
    ['ticket_1', { holder_id: key.id, until: null, secret_version: 1 }],
    ['ticket_short', { holder_id: key.id, until: NOW + 30, secret_version: 1 }],
    ['ticket_token', { holder_id: 'oidc:alice', until: NOW + 90, secret_version: null }],
  ]);
  const ports: OpenPorts = {
    keys: { get: async (id) => (id === key.id ? key : undefined), touch: async () => {} },
    admin: { get: async () => undefined },
    tickets: {
      async redeem(ticket) {
        const asked = tickets.get(ticket);
        tickets.delete(ticket);
        return asked;
      },
    },
    connections,
    tasks,
    clock: { now: () => NOW },
    log: silent,
    ...more,
  };
  const open = (by: { key?: string; ticket?: string; after?: number }) =>
    openConnection({ connectionId: 'c', key: by.key, ticket: by.ticket, after: by.after ?? null }, ports);
  return { open, connections, tasks };
}
const presented = (id = 'reader12', secret = SECRET) => keyText(id, secret);

test('a key with the scope read is let in, and its greeting is asked for', async () => {
  const { open, connections, tasks } = stage();
  expect(await open({ key: presented(), after: 5 })).toEqual({ opened: true, holderId: 'reader12' });
  expect(await connections.get('c')).toMatchObject({
    key_id: 'reader12',
    state: 'new',
    replay_from: 5,
    expires_at: NOW + 7_800,
  });
  expect(tasks.waiting).toEqual([{ task: { session: 'greet', connection: 'c' }, once: 'c' }]);
});

test('a connection does not outlive its key', async () => {
  const { open, connections } = stage(aKey({ expires_at: toInstant(NOW + 60) }));
  await open({ key: presented() });
  expect((await connections.get('c'))?.expires_at).toBe(NOW + 60);
});

test.each([
  ['nothing', {}],
  ['a wrong secret', { key: presented('reader12', 'b'.repeat(43)) }],
  ['an unknown key', { key: presented('nobody12') }],
  ['an unknown ticket', { ticket: 'ticket_2' }],
])('%s is refused, and leaves nothing', async (_what, by) => {
  const { open, connections, tasks } = stage();
  expect(await open(by)).toMatchObject({ opened: false, status: 401 });
  expect(connections.ids()).toEqual([]);
  expect(tasks.waiting).toEqual([]);
});

test('a key without the scope read is refused by name', async () => {
  const { open } = stage(aKey({ scopes: ['ingest'] }));
  expect(await open({ key: presented() })).toEqual({
    opened: false,
    status: 403,
    why: 'the stream needs the scope read',
  });
});

test('a ticket opens one connection', async () => {
  const { open } = stage();
  expect(await open({ ticket: 'ticket_1' })).toMatchObject({ opened: true });
  expect(await open({ ticket: 'ticket_1' })).toMatchObject({ opened: false, status: 401 });
});

test.each([
  ['ticket_1', { expires_at: toInstant(NOW + 60) }, 'reader12', NOW + 60],
  ['ticket_short', {}, 'reader12', NOW + 30],
  ['ticket_short', { expires_at: toInstant(NOW + 10) }, 'reader12', NOW + 10],
  ['ticket_token', {}, 'oidc:alice', NOW + 90],
])('by %s: a connection ends with what was shown for its ticket', async (ticket, key, key_id, expires_at) => {
  const { open, connections } = stage(aKey(key));
  expect(await open({ ticket })).toEqual({ opened: true, holderId: key_id });
  expect(await connections.get('c')).toMatchObject({ key_id, expires_at });
});

test('with the secret before a rotation, it ends when that secret does', async () => {
  const previous = { hash: secretHash(SECRET), until: toInstant(NOW + 40) };
  const { open, connections } = stage(aKey({ hash: secretHash('b'.repeat(43)), previous, version: 2 }));
  await open({ key: presented() });
  expect((await connections.get('c'))?.expires_at).toBe(NOW + 40);
});

test('a key that is revoked while it connects: neither the revocation nor the handshake leaves it open', async () => {
  const key = aKey();
  const answers = [key, undefined]; // it is read, revoked, and read again
  const { open, connections, tasks } = stage(key, {
    keys: { get: async () => answers.shift(), touch: async () => {} },
  });
  expect(await open({ key: presented() })).toEqual({
    opened: false,
    status: 401,
    why: 'this key was revoked or rotated just now',
  });
  expect([connections.ids(), tasks.waiting]).toEqual([[], []]);
});

test('a token of the identity provider opens one until it ends; one without the scope read does not', async () => {
  const holder = { id: 'oidc:alice', name: 'alice', rateLimit: 9, until: NOW + 300, secretVersion: null };
  const tokens = (scopes: Scope[]): Partial<OpenPorts> => ({
    tokens: { verify: async () => ({ holder: { ...holder, grants: [{ scopes, namespaces: null }] } }) },
  });
  const { open, connections } = stage(aKey(), tokens(['read']));
  expect(await open({ key: 'a.b.c' })).toEqual({ opened: true, holderId: 'oidc:alice' });
  expect((await connections.get('c'))?.expires_at).toBe(NOW + 300);
  expect(await stage(aKey(), tokens(['ingest'])).open({ key: 'a.b.c' })).toMatchObject({ opened: false, status: 403 });
});

test('by a secret that is replaced at once while it connects, it is not left open', async () => {
  const key = aKey();
  const answers = [key, aKey({ hash: secretHash('b'.repeat(43)), version: 2 })];
  const { open, connections } = stage(key, { keys: { get: async () => answers.shift(), touch: async () => {} } });
  expect(await open({ key: presented() })).toMatchObject({ opened: false, status: 401 });
  expect(connections.ids()).toEqual([]);
});

test.each([
  ['is known by which secret it was given', {}, 1],
  [
    'opens while the overlap of a rotation lasts',
    { version: 2, previous: { hash: '', until: toInstant(NOW + 40) } },
    1,
  ],
  ['opens none after it', { version: 2, previous: { hash: '', until: toInstant(NOW) } }, undefined],
  ['opens none where there was no overlap', { version: 2 }, undefined],
  ['opens none after two rotations', { version: 3, previous: { hash: '', until: toInstant(NOW + 40) } }, undefined],
])('a ticket %s', async (_what, key, secret_version) => {
  const { open, connections } = stage(aKey(key));
  expect(await open({ ticket: 'ticket_1' })).toMatchObject({ opened: secret_version !== undefined });
  expect((await connections.get('c'))?.secret_version).toBe(secret_version);
});

test('a ticket of a key that expired meanwhile opens none', async () => {
  const { open } = stage(aKey({ expires_at: toInstant(NOW - 1) }));
  expect(await open({ ticket: 'ticket_1' })).toMatchObject({ opened: false, status: 401 });
});

test('where the greeting cannot be asked for, the handshake fails and nothing is left', async () => {
  const { open, connections } = stage(aKey(), { tasks: { enqueue: () => Promise.reject(new Error('no queue')) } });
  await expect(open({ key: presented() })).rejects.toThrow('no queue');
  expect(connections.ids()).toEqual([]);
});

test("a revoked key's connections are closed, those of others stay", async () => {
  const connections = memoryConnections(
    ...Array.from({ length: 45 }, (_, n) => aConnection(`mine-${n}`, { key_id: 'revoked' })),
    aConnection('other', { key_id: 'good' }),
  );
  const sockets = memorySockets();
  expect(await closeConnectionsOf('revoked', { connections, sockets, log: silent })).toBe(45);
  expect(connections.ids()).toEqual(['other']);
  expect(new Set(sockets.closed).size).toBe(45);
});
