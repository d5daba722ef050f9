import { afterEach, expect, test, vi } from 'vitest';
import { Ailments, Journal } from './ailments.ts';
import type { Connection } from './connection.ts';

const connection = (): Connection => ({ broken: false, ask: async () => '', close: () => undefined });
const ITEMS = 600;

afterEach(() => vi.useRealTimers());

function failures(ailments: Ailments): number {
  let failed = 0;
  for (let item = 0; item < ITEMS; item += 1) {
    try {
      ailments.cache.price(item);
    } catch {
      failed += 1;
    }
  }
  return failed;
}

test('errors: a third of the cache is damaged until it is healed', () => {
  const ailments = new Ailments();
  expect(failures(ailments)).toBe(0);
  ailments.set('errors');
  expect(failures(ailments)).toBe(ITEMS / 3);
  ailments.heal();
  expect(failures(ailments)).toBe(0);
});

test('memory-leak: each request keeps about 310 KiB of heap, and healing lets go of it', () => {
  const ailments = new Ailments();
  const grown = () => {
    const before = process.memoryUsage().heapUsed + process.memoryUsage().external;
    for (let request = 0; request < 100; request += 1) ailments.afterRequest();
    return (process.memoryUsage().heapUsed + process.memoryUsage().external - before) / 1024 / 1024;
  };
  expect(grown()).toBeLessThan(5);
  ailments.set('memory-leak');
  expect(grown()).toBeGreaterThan(25);
  ailments.heal();
  expect(grown()).toBeLessThan(5);
});

test('connection-leak: every eighteenth connection is kept, and healing hands them back', () => {
  const ailments = new Ailments();
  expect(ailments.keeps(connection())).toBe(false);
  ailments.set('connection-leak');
  for (let request = 0; request < 36; request += 1) {
    ailments.keeps(connection());
    ailments.afterRequest();
  }
  expect(ailments.heal()).toHaveLength(2);
  expect(ailments.heal()).toEqual([]);
});

test('latency: every entry of a clogged journal waits, four at a time', async () => {
  vi.useFakeTimers();
  const journal = new Journal();
  journal.clogMs = 20;
  const order: number[] = [];
  const all = Promise.all(Array.from({ length: 8 }, (_, at) => journal.write().then(() => order.push(at))));
  await vi.advanceTimersByTimeAsync(19);
  expect(order).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(order).toEqual([0, 1, 2, 3]);
  await vi.advanceTimersByTimeAsync(20);
  await all;
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
