import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { rateCounter } from './rateCounter.ts';

/** A table that judges the condition of each increment as DynamoDB does. */
function setting({ attempts = 1 } = {}) {
  const used = new Map<string, number>();
  const state = { now: 1_000, writes: 0, fails: undefined as Error | undefined };
  const client = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    async send(command: unknown) {
      if (!(command instanceof UpdateCommand)) throw new Error('only increments');
      state.writes += 1;
      if (state.fails) throw state.fails;
      const { Key, ExpressionAttributeValues: values = {} } = command.input;
      const id = String(Key?.id);
      const before = used.get(id) ?? 0;
      const $metadata = { attempts };
      if (before >= Number(values[':limit'])) throw new ConditionalCheckFailedException({ message: '', $metadata });
      used.set(id, before + 1);
      return { Attributes: { used: before + 1 }, $metadata };
    },
  });
  return { state, rates: rateCounter(client, 'requests', { now: () => state.now }) };
}

test('counts down to the limit, then refuses from memory until the window ends', async () => {
  const { rates, state } = setting();
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push(await rates.take('key#a', 3, 60));
  expect(answers.map(({ ok, remaining, reset_at }) => [ok, remaining, reset_at])).toEqual([
    [true, 2, 1_020],
    [true, 1, 1_020],
    [true, 0, 1_020],
    ...Array.from({ length: 3 }, () => [false, 0, 1_020]),
  ]);
  expect(state.writes, 'the three, and the one that found it used up').toBe(4);
  state.now = 1_020;
  expect(await rates.take('key#a', 3, 60)).toMatchObject({ ok: true, remaining: 2, reset_at: 1_080 });
});

test('one name that is used up says nothing of another, nor of a greater limit', async () => {
  const { rates } = setting();
  for (let i = 0; i < 3; i++) await rates.take('key#a', 2, 60);
  expect((await rates.take('key#b', 2, 60)).ok).toBe(true);
  expect((await rates.take('key#a', 3, 60)).ok).toBe(true);
  expect((await rates.take('key#a', 1, 60)).ok).toBe(false);
});

test('an increment that was sent more than once is told: it may count twice', async () => {
  const { rates } = setting({ attempts: 2 });
  expect(await rates.take('key#a', 1, 60)).toMatchObject({ ok: true, repeated: true });
  expect(await rates.take('key#a', 1, 60)).toMatchObject({ ok: false, repeated: true });
  expect(await rates.take('key#a', 1, 60), 'from memory').toMatchObject({ ok: false, repeated: false });
});

test('what could not be counted is neither allowed nor remembered', async () => {
  const { rates, state } = setting();
  state.fails = new Error('throttled');
  await expect(rates.take('key#a', 1, 60)).rejects.toThrow('throttled');
  state.fails = undefined;
  expect((await rates.take('key#a', 1, 60)).ok).toBe(true);
});
