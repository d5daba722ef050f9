import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Marks } from '#ports';
import { conditionally } from './conditional.ts';

/** High-water marks, one item each: one conditional update, so that of many callers one raises it. */
export function marks(client: DynamoDBDocumentClient, table: string): Marks {
  const key = (name: string) => ({ id: `mark#${name}` });
  return {
    async read(name) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(name), ConsistentRead: true }));
      return typeof Item?.mark === 'number' ? Item.mark : undefined;
    },
    raise: (name, to) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: key(name),
            UpdateExpression: 'SET mark = :to',
            ConditionExpression: 'attribute_not_exists(mark) OR mark < :to',
            ExpressionAttributeValues: { ':to': to },
          }),
        ),
      ),
  };
}
