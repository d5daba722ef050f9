import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ConditionEpisode, ConditionEpisodes } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({
  policy_id: z.string(),
  service: z.string(),
  since: z.number(),
  closed_at: z.number().nullable(),
});

/** One item a policy and target: the episode that is open, or was last. */
export function conditionEpisodes(client: DynamoDBDocumentClient, table: string): ConditionEpisodes {
  const key = (policyId: string, service: string) => ({ id: `condition#${policyId}#${service}` });
  const read = async (policyId: string, service: string): Promise<ConditionEpisode | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: key(policyId, service), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : Stored.parse(Item);
  };
  return {
    read,
    async open(policy_id, service, since) {
      const episode: ConditionEpisode = { policy_id, service, since, closed_at: null };
      const opened = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...key(policy_id, service), ...episode },
            ConditionExpression: 'attribute_not_exists(id) OR closed_at <> :open',
            ExpressionAttributeValues: { ':open': null },
          }),
        ),
      );
      return opened ? episode : ((await read(policy_id, service)) ?? episode);
    },
    async close(policyId, service, at) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key(policyId, service),
          UpdateExpression: 'SET closed_at = :at',
          ExpressionAttributeValues: { ':at': at },
        }),
      );
    },
  };
}
