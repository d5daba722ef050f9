import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ApiKey } from '#domain/key/key.ts';
import type { KeyTable } from '#ports';
import { conditionally, putNew } from './conditional.ts';
import { queryPage } from './page.ts';

/** API keys, one item each, read strongly: a key that was revoked a moment ago opens nothing. */
export function keyTable(client: DynamoDBDocumentClient, table: string): KeyTable {
  return {
    async create(key) {
      await putNew(client, table, { ...key, feed: 'all', order: `${key.created_at}#${key.id}` });
    },
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
      return Item === undefined ? undefined : ApiKey.parse(Item);
    },
    rotate: (id, { hash, previous, version }, ifHash) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET #hash = :hash, previous = :previous, version = :version',
            ConditionExpression: '#hash = :before',
            ExpressionAttributeNames: { '#hash': 'hash' },
            ExpressionAttributeValues: { ':hash': hash, ':previous': previous, ':version': version, ':before': ifHash },
          }),
        ),
      ),
    remove: (id) =>
      conditionally(() =>
        client.send(new DeleteCommand({ TableName: table, Key: { id }, ConditionExpression: 'attribute_exists(id)' })),
      ),
    list: (page) =>
      queryPage(
        client,
        {
          TableName: table,
          IndexName: 'byTime',
          KeyConditionExpression: 'feed = :all',
          ExpressionAttributeValues: { ':all': 'all' },
        },
        page,
        ApiKey,
        ({ id, feed, order }) => ({ id, feed, order }),
      ),
    async touch(id, at) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET last_used_at = :at',
            ConditionExpression: 'attribute_exists(id)', // a key that was revoked meanwhile must not come back
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },
  };
}
