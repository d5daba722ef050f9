import { randomUUID } from 'node:crypto';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, RequestTable } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({
  fingerprint: z.string(),
  attempt: z.string().optional(),
  answer: z.string().optional(),
  locked_until: z.number(),
  expires_at: z.number(),
});

/** Requests that carry an `Idempotency-Key`, one item each. TTL lags by days, so the expiry is compared here too. */
export function requestTable(client: DynamoDBDocumentClient, table: string, clock: Clock): RequestTable {
  const key = (name: string) => ({ id: `idem#${name}` });
  return {
    async begin(name, fingerprint, { locked, kept }) {
      const attempt = randomUUID();
      const begun = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...key(name), fingerprint, attempt, locked_until: locked, expires_at: kept },
            // whoever held the lock this long ago died of it: a function ends before its lock does
            ConditionExpression:
              'attribute_not_exists(id) OR expires_at <= :now OR (attribute_not_exists(answer) AND locked_until <= :now)',
            ExpressionAttributeValues: { ':now': clock.now() },
          }),
        ),
      );
      if (begun) return { state: 'begun' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(name), ConsistentRead: true }));
      // released between the two calls: for the caller that is the same as still running
      if (Item === undefined) return { state: 'running', fingerprint };
      const { answer, ...stored } = Stored.parse(Item);
      // this very attempt's, written by a call whose answer was lost on its way
      if (stored.attempt === attempt) return { state: 'begun' };
      return answer === undefined
        ? { state: 'running', fingerprint: stored.fingerprint }
        : { state: 'answered', fingerprint: stored.fingerprint, answer };
    },
    async keep(name, answer) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key(name),
          UpdateExpression: 'SET answer = :answer',
          ConditionExpression: 'attribute_exists(id)',
          ExpressionAttributeValues: { ':answer': answer },
        }),
      );
    },
    async release(name) {
      await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: key(name),
            ConditionExpression: 'attribute_not_exists(answer)',
          }),
        ),
      );
    },
  };
}
