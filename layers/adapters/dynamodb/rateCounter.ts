import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, RateCounter } from '#ports';
import { conditionally } from './conditional.ts';

/** Counts calls in windows that begin at whole multiples of their length: one item a name and window. */
export function rateCounter(client: DynamoDBDocumentClient, table: string, clock: Clock): RateCounter {
  const windowOf = (name: string, seconds: number) => {
    const start = Math.floor(clock.now() / seconds) * seconds;
    return { key: { id: `rate#${name}#${start}` }, reset_at: start + seconds };
  };
  return {
    async take(name, limit, windowSeconds) {
      const { key, reset_at } = windowOf(name, windowSeconds);
      let used = limit;
      // one conditional increment: of any number of callers at once, never more than the limit get through
      const ok = await conditionally(async () => {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: key,
            UpdateExpression: 'ADD used :one SET expires_at = :expires',
            ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
            ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':expires': reset_at },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        used = Number(Attributes?.used);
      });
      return { ok, remaining: Math.max(0, limit - used), reset_at };
    },
    async peek(name, limit, windowSeconds) {
      const { key, reset_at } = windowOf(name, windowSeconds);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return { remaining: Math.max(0, limit - (typeof Item?.used === 'number' ? Item.used : 0)), reset_at };
    },
  };
}
