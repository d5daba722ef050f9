import type { KMSClient } from '@aws-sdk/client-kms';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { toEpoch } from '#domain/time.ts';
import { Webhook } from '#domain/webhook/webhook.ts';
import type { WebhookTable } from '#ports';
import { conditionally, putNew } from './conditional.ts';
import { readAll, removeOne } from './few.ts';
import { sealing } from './sealed.ts';

const Sealed = z.object({
  secret: z.instanceof(Uint8Array),
  previous_secret: z.instanceof(Uint8Array).optional(),
  previous_until: Webhook.shape.previous_until,
});

/**
 * Webhooks, one item each, its secrets beside it encrypted for that webhook alone.
 * @param key the KMS key that secrets are encrypted with
 */
export function webhookTable(client: DynamoDBDocumentClient, table: string, kms: KMSClient, key: string): WebhookTable {
  const { seal, open } = sealing(kms, key, 'webhook');
  const read = async (id: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }))).Item;

  return {
    async create(webhook, secret) {
      await putNew(client, table, { ...webhook, secret: await seal(webhook.id, secret) });
    },
    async get(id) {
      const item = await read(id);
      return item && Webhook.parse(item);
    },
    async secrets(id, at) {
      const item = await read(id);
      if (item?.secret === undefined) return [];
      const { secret, previous_secret: previous, previous_until: until } = Sealed.parse(item);
      const both = previous !== undefined && until !== null && toEpoch(until) > at ? [secret, previous] : [secret];
      return Promise.all(both.map((sealed) => open(id, sealed)));
    },
    async replace(webhook, change) {
      const { id, ...fields } = webhook;
      const written = { ...fields, ...(change === undefined ? {} : { secret: await seal(id, change.secret) }) };
      const names = Object.keys(written);
      const sets = names.map((name) => `#${name} = :${name}`);
      // an update reads the item as it was, so the ciphertext moves as it is
      if (change?.keepPrevious) sets.push('previous_secret = #secret');
      const dropped = change && !change.keepPrevious ? ' REMOVE previous_secret' : '';
      return conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: `SET ${sets.join(', ')}${dropped}`,
            ConditionExpression: 'attribute_exists(id) AND #version = :before',
            ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: {
              ...Object.fromEntries(Object.entries(written).map(([name, value]) => [`:${name}`, value])),
              ':before': webhook.version - 1,
            },
          }),
        ),
      );
    },
    remove: (id, ifVersion) => removeOne(client, table, id, ifVersion),
    all: () => readAll(client, table, Webhook),
  };
}

/** What the feed's writer reads of them: whom to tell, and never a secret. */
export const webhookList = (client: DynamoDBDocumentClient, table: string): Pick<WebhookTable, 'all'> => ({
  all: () => readAll(client, table, Webhook),
});
