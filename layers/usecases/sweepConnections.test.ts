import { expect, test } from 'vitest';
import { aKey } from '#domain/key/key.fixture.ts';
import type { ApiKey } from '#domain/key/key.ts';
import { toInstant } from '#domain/time.ts';
import type { Connection } from '#ports';
import { aConnection, memoryConnections, memorySockets, silent } from '#test/support/events.ts';
import { sweepConnections } from './sweepConnections.ts';

const NOW = 10_000;

async function swept(
  connections: Connection[],
  alive: (id: string) => Promise<boolean> = async () => true,
  ...known: ApiKey[]
) {
  const table = memoryConnections(...connections);
  const sockets = { ...memorySockets(), alive };
  const count = await sweepConnections({
    connections: table,
    sockets,
    keys: { get: async (id) => known.find((key) => key.id === id) },
    admin: { get: async () => undefined },
    clock: { now: () => NOW },
    log: silent,
  });
  return { left: table.ids(), closed: sockets.closed, count };
}

test('who ended without a word is forgotten, who is there stays', async () => {
  const found = await swept([aConnection('here'), aConnection('gone')], async (id) => id === 'here');
  expect(found).toEqual({ left: ['here'], closed: [], count: 1 });
});

test('one whose key has expired is closed, though it is alive', async () => {
  expect(await swept([aConnection('late', { expires_at: NOW }), aConnection('well', { expires_at: NOW + 1 })])).toEqual(
    {
      left: ['well'],
      closed: ['late'],
      count: 1,
    },
  );
});

test('one that was never greeted is closed, one that is on its way is not', async () => {
  const found = await swept([
    aConnection('stuck', { state: 'new', connected_at: NOW - 120 }),
    aConnection('coming', { state: 'new', connected_at: NOW - 119 }),
  ]);
  expect(found).toEqual({ left: ['coming'], closed: ['stuck'], count: 1 });
});

const KEY = aKey({ previous: { hash: 'of the one before', until: toInstant(NOW + 1) }, version: 3 });
const by = (secret_version: number, key_id = KEY.id) =>
  aConnection(`${key_id} ${secret_version}`, { key_id, secret_version });

test('what a secret opened stays while that opens: also the one before, until the overlap is over', async () => {
  const alive = async () => true;
  const during = await swept([by(3), by(2), by(1)], alive, KEY);
  expect(during).toEqual({ left: ['reader12 3', 'reader12 2'], closed: ['reader12 1'], count: 1 });
  const over = { ...KEY, previous: { hash: '', until: toInstant(NOW) } };
  expect((await swept([by(3), by(2)], alive, over)).closed).toEqual(['reader12 2']);
});

test('a revocation that died before it closed what its key held is made up for', async () => {
  expect((await swept([by(1, 'revoked'), by(3)], async () => true, KEY)).closed).toEqual(['revoked 1']);
});

test('one that cannot be asked stays, and keeps nobody else from being swept', async () => {
  const alive = async (id: string) => {
    if (id === 'unclear') throw new Error('timed out');
    return false;
  };
  expect(await swept([aConnection('unclear'), aConnection('gone')], alive)).toMatchObject({
    left: ['unclear'],
    count: 1,
  });
});

test('hundreds at once, each asked once', async () => {
  const asked: string[] = [];
  const all = Array.from({ length: 300 }, (_, n) => aConnection(`c${n}`));
  const found = await swept(all, async (id) => {
    asked.push(id);
    return false;
  });
  expect(found.count).toBe(300);
  expect(new Set(asked).size).toBe(asked.length);
});
