import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '#domain/time.ts';
import type { ForestSwitch } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({ enabled: z.boolean(), by: z.string(), at: Instant, version: z.number().int().positive() });
const KEY = { id: 'forest' };

/** @param byDefault what the deployment says, until somebody switches it */
export function forestSwitch(client: DynamoDBDocumentClient, table: string, byDefault: boolean): ForestSwitch {
  return {
    async read() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: KEY, ConsistentRead: true }));
      if (Item === undefined) return { enabled: byDefault, by: 'deployment', at: null, version: 0 };
      return Stored.parse(Item);
    },
    write: (state) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...KEY, ...state },
            ConditionExpression: state.version === 1 ? 'attribute_not_exists(id)' : 'version = :before',
            ...(state.version === 1 ? {} : { ExpressionAttributeValues: { ':before': state.version - 1 } }),
          }),
        ),
      ),
  };
}
