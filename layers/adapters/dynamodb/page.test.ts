import type { DynamoDBDocumentClient, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { clientDouble } from '../double.fixture.ts';
import { BadCursor, queryPage } from './page.ts';

const Item = z.object({ id: z.string(), order: z.string(), wanted: z.boolean() });
type Item = z.infer<typeof Item>;

/** A list as DynamoDB pages it: so many items read a page, and of those only the wanted ones answered. */
function listOf(items: readonly Item[], read: number): DynamoDBDocumentClient {
  return clientDouble<DynamoDBDocumentClient>({
    QueryCommand: ({ ExclusiveStartKey }: QueryCommandInput) => {
      const begin = ExclusiveStartKey === undefined ? 0 : items.findIndex(({ id }) => id === ExclusiveStartKey.id) + 1;
      const page = items.slice(begin, begin + read);
      const last = begin + read < items.length ? page.at(-1) : undefined;
      return {
        Items: page.filter(({ wanted }) => wanted),
        ...(last ? { LastEvaluatedKey: { id: last.id, order: last.order } } : {}),
      };
    },
  });
}
const page = (client: DynamoDBDocumentClient, limit: number, cursor?: string) =>
  queryPage(client, { TableName: 'list' }, { limit, cursor }, Item, ({ id, order }) => ({ id, order }));

test('page after page every wanted item comes once, in order, and no page is empty before the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      async (wanted, limit, read) => {
        const items = wanted.map((one, i): Item => ({ id: `item_${i}`, order: `${i}`, wanted: one }));
        const client = listOf(items, read);
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const { items: some, next_cursor } = await page(client, limit, cursor);
          expect(some.length).toBeLessThanOrEqual(limit);
          if (next_cursor !== null) expect(some.length).toBe(limit);
          found.push(...some.map(({ id }) => id));
          cursor = next_cursor ?? undefined;
        } while (cursor !== undefined);
        expect(found).toEqual(items.filter((item) => item.wanted).map(({ id }) => id));
      },
    ),
    { numRuns: 200 },
  );
});

describe('a cursor that this list did not give is refused', () => {
  const client = listOf([], 5);
  const encoded = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
  test.each([
    '',
    'nonsense',
    encoded('text'),
    encoded(null),
    encoded({ id: 5, order: '1' }),
    encoded({ id: 'a' }),
    encoded({ id: 'a', service: 'b' }),
  ])('%s', async (cursor) => {
    await expect(page(client, 5, cursor)).rejects.toThrow(BadCursor);
  });
});

test('of a key that is a number a number is taken, and nothing else', async () => {
  const encoded = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
  const asked: unknown[] = [];
  const client = clientDouble<DynamoDBDocumentClient>({
    QueryCommand: ({ ExclusiveStartKey }: QueryCommandInput) => {
      asked.push(ExclusiveStartKey);
      return { Items: [] };
    },
  });
  const numbered = (cursor: string) =>
    queryPage(client, { TableName: 'list' }, { limit: 5, cursor }, Item, ({ seq, feed }) => ({ seq, feed }), ['seq']);
  await numbered(encoded({ seq: 7, feed: 'all' }));
  expect(asked).toEqual([{ seq: 7, feed: 'all' }]);
  for (const wrong of [
    { seq: '7', feed: 'all' },
    { seq: 7, feed: 7 },
    { seq: 7.5, feed: 'all' },
  ])
    await expect(numbered(encoded(wrong))).rejects.toThrow(BadCursor);
});
