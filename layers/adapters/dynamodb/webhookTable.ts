import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { toEpoch } from '#domain/time.ts';
import { Webhook } from '#domain/webhook/webhook.ts';
import type { WebhookTable } from '#ports';
import { conditionally, putNew } from './conditional.ts';

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
  const seal = async (id: string, secret: string): Promise<Uint8Array> => {
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: key, Plaintext: Buffer.from(secret, 'utf8'), EncryptionContext: { webhook: id } }),
    );
    if (!CiphertextBlob) throw new Error('KMS gave no ciphertext');
    return CiphertextBlob;
  };
  const unseal = async (id: string, sealed: Uint8Array): Promise<string> => {
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: key, CiphertextBlob: sealed, EncryptionContext: { webhook: id } }),
    );
    if (!Plaintext) throw new Error('KMS gave no plaintext');
    return Buffer.from(Plaintext).toString('utf8');
  };
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
      return Promise.all(both.map((sealed) => unseal(id, sealed)));
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
    async remove(id, ifVersion) {
      const removed = await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: { id },
            ...(ifVersion === undefined
              ? { ConditionExpression: 'attribute_exists(id)' }
              : {
                  ConditionExpression: 'attribute_exists(id) AND version = :version',
                  ExpressionAttributeValues: { ':version': ifVersion },
                }),
          }),
        ),
      );
      if (removed) return 'removed';
      return (await read(id)) ? 'stale' : 'unknown';
    },
    all: () => allWebhooks(client, table),
  };
}

/** What the feed's writer reads of them: whom to tell, and never a secret. */
export const webhookList = (client: DynamoDBDocumentClient, table: string): Pick<WebhookTable, 'all'> => ({
  all: () => allWebhooks(client, table),
});

async function allWebhooks(client: DynamoDBDocumentClient, table: string): Promise<Webhook[]> {
  const found: Webhook[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of page.Items ?? []) found.push(Webhook.parse(item));
  }
  return found;
}
