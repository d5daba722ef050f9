import type { KMSClient } from '@aws-sdk/client-kms';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Integration, Secrets } from '#domain/integration/integration.ts';
import type { IntegrationTable } from '#ports';
import { conditionally } from './conditional.ts';
import { readAll, removeOne } from './few.ts';
import { sealing } from './sealed.ts';

const Sealed = z.object({ sealed: z.instanceof(Uint8Array) });

/**
 * Integrations, one item each, what is secret beside it, encrypted for that integration alone. KMS encrypts 4 KB at once,
 * which is more than the secrets of any of them.
 * @param key the KMS key that secrets are encrypted with
 */
export function integrationTable(
  client: DynamoDBDocumentClient,
  table: string,
  kms: KMSClient,
  key: string,
): IntegrationTable {
  const { seal, open } = sealing(kms, key, 'integration');
  const read = async (id: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }))).Item;

  return {
    create: async (integration, secrets) => {
      const sealed = await seal(integration.id, JSON.stringify(secrets));
      return conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...integration, sealed },
            ConditionExpression: 'attribute_not_exists(id)',
          }),
        ),
      );
    },
    async get(id) {
      const item = await read(id);
      return item && Integration.parse(item);
    },
    async secrets(id) {
      const item = await read(id);
      if (item === undefined) return undefined;
      return Secrets.parse(JSON.parse(await open(id, Sealed.parse(item).sealed)));
    },
    async replace(integration) {
      const there = await read(integration.id);
      if (there === undefined) return false;
      return conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...integration, sealed: Sealed.parse(there).sealed },
            ConditionExpression: '#version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': integration.version - 1 },
          }),
        ),
      );
    },
    remove: (id, ifVersion) => removeOne(client, table, id, ifVersion),
    all: () => readAll(client, table, Integration),
  };
}

/** What the feed's writer reads of them: whom to tell, and never a secret. */
export const integrationList = (client: DynamoDBDocumentClient, table: string): Pick<IntegrationTable, 'all'> => ({
  all: () => readAll(client, table, Integration),
});
