import { beforeEach, expect, test } from 'vitest';
import { anEvent } from '#test/support/events.ts';
import { ownTable } from '#test/support/table.ts';
import { feed, KEPT_SECONDS } from './feed.ts';

let now: number;
let open: () => ReturnType<typeof feed>;
beforeEach(async () => {
  now = 1_800_000_000;
  const { client, table } = await ownTable({ feed: 'S', seq: 'N' });
  open = () => feed(client, table, { now: () => now });
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('three writers at once, each event sent to two of them: no gap, no repeat, one number an event', async () => {
  const writers = [open(), open(), open()];
  const ids = range(1, 12).map((n) => `event-${n}`);
  const appended = await Promise.all(
    writers.map(async (writer, w) => {
      const numbers: { id: string; seq: number }[] = [];
      for (const id of ids.filter((_, n) => n % 3 !== w)) {
        const { event } = await writer.append(anEvent(id));
        numbers.push({ id, seq: event.seq });
      }
      return numbers;
    }),
  );
  const numbers = new Map<string, Set<number>>();
  for (const { id, seq } of appended.flat()) numbers.set(id, (numbers.get(id) ?? new Set()).add(seq));
  expect([...numbers.values()].every(({ size }) => size === 1)).toBe(true);
  const kept = await open().after(0, 100);
  expect(kept.map(({ seq }) => seq)).toEqual(range(1, ids.length));
  expect(new Set(kept.map(({ id }) => id)).size).toBe(ids.length);
  expect(await open().head()).toBe(ids.length);
});

test('an event that comes again has its number, and whether it was posted', async () => {
  const one = open();
  expect(await one.head()).toBe(0);
  expect(await one.append(anEvent('a'))).toMatchObject({ event: { seq: 1 }, repeated: false, posted: false });
  expect(await one.append(anEvent('a'))).toMatchObject({ event: { seq: 1 }, repeated: true, posted: false });
  await one.append(anEvent('b'));
  await one.markPosted(2);
  await one.markPosted(1); // a late one takes nothing back
  expect(await one.append(anEvent('b'))).toMatchObject({ event: { seq: 2 }, repeated: true, posted: true });
});

test('after gives pages in order, and only what is still kept, whatever the table has not swept yet', async () => {
  const one = open();
  for (const n of range(1, 4)) await one.append(anEvent(`old-${n}`));
  now += KEPT_SECONDS / 2;
  for (const n of range(5, 9)) await one.append(anEvent(`new-${n}`));
  expect((await one.after(2, 3)).map(({ seq }) => seq)).toEqual([3, 4, 5]);
  now += KEPT_SECONDS / 2 + 1;
  expect((await one.after(0, 3)).map(({ seq }) => seq)).toEqual([5, 6, 7]);
  expect((await one.after(9, 3)).map(({ seq }) => seq)).toEqual([]);
  expect(await one.head(), 'numbers go on where they were').toBe(9);
});
