import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Job } from '#domain/job/job.ts';
import type { Clock, JobTable } from '#ports';

/** Jobs, one item each, kept a while after their end. TTL lags by days, so the expiry is compared here too. */
export function jobTable(client: DynamoDBDocumentClient, table: string, clock: Clock): JobTable {
  return {
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
      if (Item === undefined || (typeof Item.expires_at === 'number' && Item.expires_at <= clock.now()))
        return undefined;
      return Job.parse(Item);
    },
  };
}
