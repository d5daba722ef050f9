import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { clientDouble } from '../double.fixture.ts';
import { putNew } from './conditional.ts';
import { requestTable } from './idempotency.ts';

/** A table whose first answer to each put is lost, so that the SDK puts once more and meets its own item. */
function losing() {
  const items = new Map<string, Record<string, unknown>>();
  const put = ({ Item = {}, ConditionExpression }: PutCommandInput) => {
    const id = String(Item.id);
    if (ConditionExpression !== undefined && items.has(id))
      throw new ConditionalCheckFailedException({ message: 'it exists', $metadata: {} });
    items.set(id, Item);
  };
  const client = clientDouble<DynamoDBDocumentClient>({
    PutCommand: (input: PutCommandInput) => {
      put(input);
      put(input);
    },
    GetCommand: ({ Key }: { Key: { id: string } }) => ({ Item: items.get(Key.id) }),
  });
  return { client, items };
}

test('a new item that meets itself is put', async () => {
  const { client, items } = losing();
  await putNew(client, 'table', { id: 'a', created_at: '2026-11-01T00:00:00.000Z' });
  expect(items.size).toBe(1);
});

test("an id that is another's is refused", async () => {
  const { client, items } = losing();
  items.set('a', { id: 'a', created_at: '2026-10-01T00:00:00.000Z' });
  const put = putNew(client, 'table', { id: 'a', created_at: '2026-11-01T00:00:00.000Z' });
  await expect(put).rejects.toBeInstanceOf(ConditionalCheckFailedException);
});

test('a request whose own record stands in its way has begun; another of the same name has not', async () => {
  const { client } = losing();
  const requests = requestTable(client, 'table', { now: () => 0 });
  const until = { locked: 60, kept: 100 };
  expect(await requests.begin('one', 'print', until)).toEqual({ state: 'begun' });
  expect(await requests.begin('one', 'print', until)).toEqual({ state: 'running', fingerprint: 'print' });
});
