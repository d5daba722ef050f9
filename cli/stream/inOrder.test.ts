import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamMessage } from '../watch/message.ts';
import { inOrder } from './inOrder.ts';

const event = (seq: number): StreamMessage => ({ event: 'x', seq });
const numbers = (messages: readonly StreamMessage[]) => messages.map(({ seq }) => seq);

test('a live event before the replay waits for it, and is not given twice', () => {
  const order = inOrder(10);
  for (const seq of [13, 11, 12, 13]) expect(order.take(event(seq))).toEqual([]);
  expect(numbers(order.settle(13))).toEqual([11, 12, 13]);
  expect(order.take(event(13))).toEqual([]);
  expect(order.take(event(14))).toMatchObject([{ seq: 14 }]);
});

test('a number that is missing afterwards is a gap, and is filled by a second replay', () => {
  const order = inOrder(10);
  order.settle(10);
  expect(order.take(event(12))).toBe('gap');
  expect(order.last()).toBe(10);
  expect(order.take(event(11))).toEqual([]);
  expect(numbers(order.settle(12))).toEqual([11, 12]);
});

test('what is not kept any more is passed over once, not asked for again and again', () => {
  const order = inOrder(10);
  order.settle(500);
  expect(order.take(event(501))).toMatchObject([{ seq: 501 }]);
});

test('whatever comes between and however often, all is given once and in order', () => {
  const scenario = fc.record({
    after: fc.nat(5),
    missed: fc.nat(6),
    live: fc.nat(6),
    early: fc.array(fc.nat(20), { maxLength: 6 }),
    repeated: fc.array(fc.nat(20), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(scenario, ({ after, missed, live, early, repeated }) => {
      const head = after + missed;
      const order = inOrder(after);
      const given: (number | undefined)[] = [];
      const take = (seq: number) => {
        const now = order.take(event(seq));
        if (now !== 'gap') given.push(...numbers(now));
      };
      for (const seq of early) if (seq <= head) take(seq);
      for (let seq = after + 1; seq <= head; seq++) take(seq);
      given.push(...numbers(order.settle(head)));
      for (let seq = head + 1; seq <= head + live; seq++) {
        take(seq);
        for (const again of repeated) if (again <= seq) take(again);
      }
      expect(given).toEqual(Array.from({ length: missed + live }, (_, index) => after + 1 + index));
    }),
  );
});
