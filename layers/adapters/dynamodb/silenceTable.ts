import { DeleteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Silence } from '#domain/notice/silence.ts';
import { toEpoch } from '#domain/time.ts';
import type { SilenceTable } from '#ports';
import { conditionally, putNew } from './conditional.ts';
import { readAll } from './few.ts';

/** So long after its end a silence can still be looked up. */
const KEPT_SECONDS = 7 * 86_400;

/** Silences, one item each. There are some tens of them, so that all are read at once, strongly. */
export function silenceTable(client: DynamoDBDocumentClient, table: string): SilenceTable {
  return {
    async create(silence) {
      await putNew(client, table, { ...silence, expires_at: Math.ceil(toEpoch(silence.ends_at)) + KEPT_SECONDS });
    },
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
      return Item && Silence.parse(Item);
    },
    all: () => readAll(client, table, Silence),
    async remove(id) {
      const removed = await conditionally(() =>
        client.send(new DeleteCommand({ TableName: table, Key: { id }, ConditionExpression: 'attribute_exists(id)' })),
      );
      return removed ? 'removed' : 'unknown';
    },
  };
}
