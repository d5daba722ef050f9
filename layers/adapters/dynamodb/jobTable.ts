import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Job } from '#domain/job/job.ts';
import type { Clock, JobTable } from '#ports';
import { conditionally } from './conditional.ts';

/** So long after its last change a job is still answered. */
const KEPT_SECONDS = 7 * 86_400;

/** Jobs, one item each, kept a while after their end. TTL lags by days, so the expiry is compared here too. */
export function jobTable(client: DynamoDBDocumentClient, table: string, clock: Clock): JobTable {
  const expires = () => Math.ceil(clock.now()) + KEPT_SECONDS;
  const read = async (id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return Item === undefined || (typeof Item.expires_at === 'number' && Item.expires_at <= clock.now())
      ? undefined
      : Item;
  };
  return {
    async get(id) {
      const item = await read(id);
      return item && Job.parse(item);
    },
    async create(job, request) {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...job, request: JSON.stringify(request), expires_at: expires() },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
    },
    async take(id, at, silentSince) {
      const taken = await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET #status = :running, updated_at = :at ADD tries :one',
            ConditionExpression: '#status = :queued OR (#status = :running AND updated_at < :silent)',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: {
              ':running': 'running',
              ':queued': 'queued',
              ':at': at,
              ':silent': silentSince,
              ':one': 1,
            },
          }),
        ),
      );
      const item = taken ? await read(id) : undefined;
      return (
        item && {
          job: Job.parse(item),
          request: JSON.parse(String(item.request)) as unknown,
          tries: Number(item.tries),
        }
      );
    },
    update: ({ id, status, progress, result, problem, updated_at }) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression:
              'SET #status = :status, progress = :progress, #result = :result, problem = :problem, updated_at = :at, expires_at = :expires',
            ConditionExpression: '#status = :running',
            ExpressionAttributeNames: { '#status': 'status', '#result': 'result' },
            ExpressionAttributeValues: {
              ':status': status,
              ':running': 'running',
              ':progress': progress,
              ':result': result,
              ':problem': problem,
              ':at': updated_at,
              ':expires': expires(),
            },
          }),
        ),
      ),
  };
}
