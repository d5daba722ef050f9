import { expect, test } from 'vitest';
import type { Feedback } from '#domain/feedback/feedback.ts';
import { aFeedback } from '#domain/fixtures.ts';
import { knownBudgets } from './knownBudgets.ts';

function setting() {
  const world = {
    now: 1_800_000_000,
    said: [] as Feedback[],
    reads: 0,
    broken: false,
    warned: [] as string[],
    told: [] as unknown[],
  };
  const read = knownBudgets({
    async all() {
      world.reads += 1;
      if (world.broken) throw new Error('throttled');
      return world.said;
    },
  });
  const log = {
    debug() {},
    error() {},
    info: (_message: string, fields?: unknown) => void world.told.push(fields),
    warn: (message: string) => void world.warned.push(message),
  };
  return { world, budgets: async () => Object.fromEntries(await read({ clock: { now: () => world.now }, log })) };
}

test('a verdict is known within a minute, and the table is asked no more often', async () => {
  const { world, budgets } = setting();
  expect(await budgets()).toEqual({});
  world.said = [aFeedback()];
  world.now += 59;
  expect(await budgets()).toEqual({});
  world.now += 1;
  expect(await budgets()).toEqual({ 'orders/cpu_usage': 0.5 });
  world.said = [];
  world.now += 60;
  expect(await budgets(), 'taken back').toEqual({});
  expect(world.reads).toBe(3);
  world.now += 60;
  await budgets();
  expect(world.told, 'each change once').toEqual([{ 'orders/cpu_usage': 0.5 }, {}]);
});

test('when they cannot be read, what was known holds on, it is said, and nothing waits', async () => {
  const { world, budgets } = setting();
  world.broken = true;
  expect(await budgets(), 'nothing was ever known').toEqual({});
  world.broken = false;
  world.said = [aFeedback()];
  world.now += 60;
  await budgets();
  world.broken = true;
  world.now += 60;
  expect(await budgets()).toEqual({ 'orders/cpu_usage': 0.5 });
  expect(await budgets()).toEqual({ 'orders/cpu_usage': 0.5 });
  expect(world.reads, 'not tried again with each batch').toBe(3);
  expect(world.warned).toHaveLength(2);
});
