import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Anomaly, AnomalySource } from '#domain/anomaly/anomaly.ts';
import type { AlertName } from '#domain/anomaly/external/alert.ts';
import type { AlertStandings, Clock } from '#ports';
import { conditionally } from './conditional.ts';

/** An alert that is over is remembered for so long; one that stands, until it is over. */
const KEPT_SECONDS = 30 * 86_400;

const Stored = z.object({
  source: AnomalySource,
  fingerprint: z.string(),
  anomaly: Anomaly.nullable(),
  since: z.number(),
  version: z.number(),
});

/** Read strongly, and written only over the version that was read: two senders of one alert open one episode. */
export function alertStandings(client: DynamoDBDocumentClient, table: string, clock: Clock): AlertStandings {
  const key = ({ source, fingerprint }: AlertName) => ({ id: `${source}#${fingerprint}` });
  return {
    async get(name) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(name), ConsistentRead: true }));
      return Item === undefined ? undefined : Stored.parse(Item);
    },
    put: (standing) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...key(standing),
              ...standing,
              ...(standing.anomaly?.status === 'open' ? {} : { expires_at: Math.ceil(clock.now()) + KEPT_SECONDS }),
            },
            ConditionExpression: 'attribute_not_exists(id) OR version < :version',
            ExpressionAttributeValues: { ':version': standing.version },
          }),
        ),
      ),
  };
}
