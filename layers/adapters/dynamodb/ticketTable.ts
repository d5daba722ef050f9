import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, TicketTable } from '#ports';

const Stored = z.object({
  holder_id: z.string(),
  until: z.number().nullable(),
  secret_version: z.number().nullable().default(null),
});

/** Only a ticket's hash is kept. It is redeemed by the one conditional delete that finds it. */
export function ticketTable(client: DynamoDBDocumentClient, table: string, clock: Clock): TicketTable {
  const key = (ticket: string) => ({ id: `ticket#${createHash('sha256').update(ticket).digest('hex')}` });
  return {
    async create(ticket, { until: ends, ...asked }, until) {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...key(ticket), ...asked, until: ends, expires_at: Math.ceil(until) },
        }),
      );
    },
    async redeem(ticket) {
      try {
        const { Attributes } = await client.send(
          new DeleteCommand({
            TableName: table,
            Key: key(ticket),
            ConditionExpression: 'attribute_exists(id) AND expires_at > :now',
            ExpressionAttributeValues: { ':now': clock.now() },
            ReturnValues: 'ALL_OLD',
          }),
        );
        return Stored.parse(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}
