import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant, toInstant } from '#domain/time.ts';
import type { ReceiverHealth } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({ since: Instant, tries: z.number(), next_at: z.number() });
const KEPT_SECONDS = 30 * 86_400;
/** As with a delivery's claim: messages come by whole seconds, and times do not. */
const GRACE_SECONDS = 1;

/** Items beside the deliveries, there only while a receiver fails. */
export const receiverHealth = (client: DynamoDBDocumentClient, TableName: string): ReceiverHealth => {
  const Key = (subscriber: string) => ({ id: `health#${subscriber}` });
  return {
    async of(subscriber) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: Key(subscriber), ConsistentRead: true }));
      return Item && Stored.parse(Item);
    },
    async failed(subscriber, at, nextAt) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: Key(subscriber),
          UpdateExpression:
            'SET since = if_not_exists(since, :at), next_at = :next, expires_at = :expires ADD tries :one',
          ExpressionAttributeValues: {
            ':at': toInstant(at),
            ':next': nextAt,
            ':expires': Math.ceil(at) + KEPT_SECONDS,
            ':one': 1,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Stored.parse(Attributes);
    },
    async worked(subscriber) {
      await client.send(new DeleteCommand({ TableName, Key: Key(subscriber) }));
    },
    take: (subscriber, now, until) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: Key(subscriber),
            UpdateExpression: 'SET next_at = :until',
            ConditionExpression: 'next_at <= :now',
            ExpressionAttributeValues: { ':now': now + GRACE_SECONDS, ':until': until },
          }),
        ),
      ),
  };
};
