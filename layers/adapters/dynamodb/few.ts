import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { conditionally } from './conditional.ts';

/** All of a table that holds some tens of things, as they are now. */
export async function readAll<T extends z.ZodType>(
  client: DynamoDBDocumentClient,
  table: string,
  thing: T,
): Promise<z.infer<T>[]> {
  const found: z.infer<T>[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of page.Items ?? []) found.push(thing.parse(item));
  }
  return found;
}

/** Removes a thing; where a version is given, only as long as it has that. */
export async function removeOne(
  client: DynamoDBDocumentClient,
  TableName: string,
  id: string,
  ifVersion: number | undefined,
): Promise<'removed' | 'stale' | 'unknown'> {
  const Key = { id };
  const only =
    ifVersion === undefined
      ? { ConditionExpression: 'attribute_exists(id)' }
      : {
          ConditionExpression: 'attribute_exists(id) AND version = :version',
          ExpressionAttributeValues: { ':version': ifVersion },
        };
  if (await conditionally(() => client.send(new DeleteCommand({ TableName, Key, ...only })))) return 'removed';
  const there = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return there.Item === undefined ? 'unknown' : 'stale';
}
