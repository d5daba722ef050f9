import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { CallRecords } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({ ok: z.boolean().optional(), said: z.string().default('') });
/** Of an answer its beginning is kept. */
const MOST_SAID = 1_000;

/** Calls of others' code, one item each: begun by one conditional put, so that of many tries one calls. */
export function callRecords(client: DynamoDBDocumentClient, table: string): CallRecords {
  const id = (key: string): string => `call#${key}`;
  const put = (item: Record<string, unknown>, ConditionExpression?: string) =>
    client.send(new PutCommand({ TableName: table, Item: item, ConditionExpression }));
  return {
    begin: (key) => conditionally(() => put({ id: id(key) }, 'attribute_not_exists(id)')),
    async end(key, { ok, said }) {
      await put({ id: id(key), ok, said: said.slice(0, MOST_SAID) });
    },
    async read(key) {
      const found = await client.send(new GetCommand({ TableName: table, Key: { id: id(key) }, ConsistentRead: true }));
      if (found.Item === undefined) return undefined;
      const { ok, said } = Stored.parse(found.Item);
      return ok === undefined ? { ended: false } : { ended: true, ok, said };
    },
  };
}
