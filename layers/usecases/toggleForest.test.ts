import { expect, test } from 'vitest';
import { forestsInMemory, newForestWorld } from './forests.fixture.ts';
import { toggleForest } from './toggleForest.ts';

const clock = { now: () => 1_800_000_000 };
const by = 'key:1';

test('what is said is done; without a word it is switched over', async () => {
  const { forest } = forestsInMemory(newForestWorld(false));
  const toggle = (enabled?: boolean) => toggleForest({ enabled, by }, { forest, clock });
  expect(await toggle()).toEqual({ enabled: true, by, at: '2027-01-15T08:00:00.000Z', version: 1 });
  expect((await toggle()).enabled).toBe(false);
  expect((await toggle(true)).enabled).toBe(true);
  expect((await toggle(true)).enabled).toBe(true);
  expect((await forest.read()).version).toBe(4);
});

test('two who switch over at once switch twice', async () => {
  const { forest } = forestsInMemory(newForestWorld(false));
  await Promise.all([1, 2].map(() => toggleForest({ enabled: undefined, by }, { forest, clock })));
  expect(await forest.read()).toMatchObject({ enabled: false, version: 2 });
});

test('a switch that others change each time is no answer', async () => {
  const { forest } = forestsInMemory(newForestWorld());
  const contended = { ...forest, write: async () => false };
  await expect(toggleForest({ enabled: true, by }, { forest: contended, clock })).rejects.toThrow('by others');
});
