import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, RateCounter } from '#ports';

/** Names that are used up are remembered up to this many: an attacker has many addresses. */
const MOST_REMEMBERED = 10_000;

/**
 * Counts calls in windows that begin at whole multiples of their length: one item a name and window. A count never goes
 * back within its window, so what is used up is refused from memory until it begins anew: whoever calls on and on costs no
 * write, and does not keep the item busy.
 */
export function rateCounter(client: DynamoDBDocumentClient, table: string, clock: Clock): RateCounter {
  const usedUp = new Map<string, { limit: number; reset_at: number }>();
  const windowOf = (name: string, seconds: number) => {
    const start = Math.floor(clock.now() / seconds) * seconds;
    return { key: { id: `rate#${name}#${start}` }, reset_at: start + seconds };
  };
  const remember = (name: string, limit: number, reset_at: number): void => {
    if (usedUp.size >= MOST_REMEMBERED) usedUp.clear();
    usedUp.set(name, { limit, reset_at });
  };
  return {
    async take(name, limit, windowSeconds) {
      const { key, reset_at } = windowOf(name, windowSeconds);
      const known = usedUp.get(name);
      if (known?.reset_at === reset_at && limit <= known.limit)
        return { ok: false, remaining: 0, reset_at, repeated: false };
      try {
        // one conditional increment: of any number of callers at once, never more than the limit get through
        const { Attributes, $metadata } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: key,
            UpdateExpression: 'ADD used :one SET expires_at = :expires',
            ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
            ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':expires': reset_at },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        const remaining = Math.max(0, limit - Number(Attributes?.used));
        return { ok: true, remaining, reset_at, repeated: tried($metadata) > 1 };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        remember(name, limit, reset_at);
        return { ok: false, remaining: 0, reset_at, repeated: tried(error.$metadata) > 1 };
      }
    },
    async peek(name, limit, windowSeconds) {
      const { key, reset_at } = windowOf(name, windowSeconds);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return { remaining: Math.max(0, limit - (typeof Item?.used === 'number' ? Item.used : 0)), reset_at };
    },
  };
}

const tried = ({ attempts = 1 }: { attempts?: number | undefined } = {}): number => attempts;
