import { expect, test } from 'vitest';
import { Store } from '../store/store.ts';
import { type Connection, openConnection } from './connection.ts';
import { ConnectionPool, PoolExhausted } from './pool.ts';

function fake(): Connection {
  return { broken: false, ask: async () => 'VALUE', close: () => undefined };
}

test('connections are kept and used again', async () => {
  let opened = 0;
  const open = async () => {
    opened += 1;
    return fake();
  };
  const pool = new ConnectionPool({ size: 2, acquireTimeoutMs: 50, open });
  pool.release(await pool.acquire());
  pool.release(await pool.acquire());
  expect(opened).toBe(1);
  expect(pool.inUse).toBe(0);
});

test('who finds none waits his turn; who waits too long is refused', async () => {
  const pool = new ConnectionPool({ size: 1, acquireTimeoutMs: 20, open: async () => fake() });
  const first = await pool.acquire();
  const second = pool.acquire();
  pool.release(first);
  await second;
  await expect(pool.acquire()).rejects.toBeInstanceOf(PoolExhausted);
  expect(pool.inUse).toBe(1);
});

test('a broken connection is not used again, and a failed opening takes no place', async () => {
  let fails = false;
  const open = async () => {
    if (fails) throw new Error('the store is gone');
    return fake();
  };
  const pool = new ConnectionPool({ size: 1, acquireTimeoutMs: 20, open });
  pool.release({ ...(await pool.acquire()), broken: true });
  fails = true;
  await expect(pool.acquire()).rejects.toThrow('the store is gone');
  fails = false;
  await pool.acquire();
  expect(pool.inUse).toBe(1);
});

test('usage is the mean over time', async () => {
  let now = 0;
  const pool = new ConnectionPool({ size: 4, acquireTimeoutMs: 20, open: async () => fake(), now: () => now });
  const held = await pool.acquire();
  now = 250;
  pool.release(held);
  now = 1000;
  expect(pool.takeMeanInUse()).toBe(0.25);
  expect(pool.takeMeanInUse()).toBe(0);
});

test('against the real store: answers come back, sockets are truly kept, and a store that is gone is said', async () => {
  const store = new Store();
  const port = await store.listen('127.0.0.1');
  const open = () => openConnection({ host: '127.0.0.1', port }, 500);
  const pool = new ConnectionPool({ size: 3, acquireTimeoutMs: 50, open });
  const held = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
  const asked = held.map((connection, at) => connection.ask(`GET ${at}`, 500));
  expect(await Promise.all(asked)).toEqual(['VALUE 0', 'VALUE 1', 'VALUE 2']);
  expect(store.connections).toBe(3);
  const pending = held[0].ask('GET 9', 500);
  store.close();
  await expect(pending).rejects.toThrow(/closed|ECONNRESET/);
  expect(held[0].broken).toBe(true);
  await expect(open()).rejects.toThrow(`127.0.0.1:${port} cannot be reached`);
});

test('a store that stays silent is given up after the time set', async () => {
  const { createServer } = await import('node:net');
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connection = await openConnection({ host: '127.0.0.1', port: address.port }, 500);
  await expect(connection.ask('GET 1', 30)).rejects.toThrow('did not answer within 30 ms');
  expect(connection.broken).toBe(true);
  silent.close();
});
