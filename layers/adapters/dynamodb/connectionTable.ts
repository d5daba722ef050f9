import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, Connection, ConnectionTable } from '#ports';
import { conditionally } from './conditional.ts';
import { readAll } from './few.ts';

const Names = z.array(z.string()).nullable();
const Stored = z.object({
  id: z.string(),
  key_id: z.string(),
  secret_version: z.number().nullable().default(null),
  connected_at: z.number(),
  expires_at: z.number(),
  state: z.enum(['new', 'replaying', 'live']),
  seen: z.number(),
  greeted_at: z.number(),
  subscribed: z.boolean(),
  replay_from: z.number().nullable(),
  skip: z.object({ after: z.number(), until: z.number() }).nullable(),
  events: Names,
  services: Names,
  severities: Names,
});

/** Who listens to the stream. Read strongly: one that was greeted a moment ago must get the next event. */
export function connectionTable(client: DynamoDBDocumentClient, table: string, clock: Clock): ConnectionTable {
  const put = (connection: Connection, condition?: string) =>
    client.send(
      new PutCommand({
        TableName: table,
        Item: { ...connection, expires_at: Math.ceil(connection.expires_at) },
        ConditionExpression: condition,
      }),
    );
  const living = (connection: Connection): boolean => connection.expires_at > clock.now();
  const kept = (): Promise<Connection[]> => readAll(client, table, Stored);

  return {
    async create(connection) {
      await put(connection);
    },
    update: (connection) => conditionally(() => put(connection, 'attribute_exists(id)')),
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
      const connection = Item && Stored.parse(Item);
      return connection && living(connection) ? connection : undefined;
    },
    all: async () => (await kept()).filter(living),
    kept,
    async ofKey(keyId) {
      const ids: string[] = [];
      // not by an index, which would not know of one that was let in a moment ago
      const pages = paginateScan(
        { client },
        {
          TableName: table,
          ConsistentRead: true,
          ProjectionExpression: 'id',
          FilterExpression: 'key_id = :key',
          ExpressionAttributeValues: { ':key': keyId },
        },
      );
      for await (const page of pages) for (const item of page.Items ?? []) ids.push(String(item.id));
      return ids;
    },
    async count() {
      let count = 0;
      const pages = paginateScan(
        { client },
        {
          TableName: table,
          Select: 'COUNT',
          FilterExpression: 'expires_at > :now AND #state <> :new',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':now': clock.now(), ':new': 'new' },
        },
      );
      for await (const page of pages) count += page.Count ?? 0;
      return count;
    },
    async remove(id) {
      await client.send(new DeleteCommand({ TableName: table, Key: { id } }));
    },
  };
}
