import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { Delivery } from '#domain/webhook/webhook.ts';
import type { DeliveryCounts } from '#ports';

const { status: Status } = Delivery.shape;

/** How deliveries stand, by the indexes over them, which lag a little. */
export const deliveryCounts = (client: DynamoDBDocumentClient, TableName: string): DeliveryCounts => ({
  async waiting() {
    let count = 0;
    const pages = paginateQuery(
      { client },
      {
        TableName,
        IndexName: 'waiting',
        Select: 'COUNT',
        KeyConditionExpression: 'waiting = :yes',
        ExpressionAttributeValues: { ':yes': 'yes' },
      },
    );
    for await (const { Count = 0 } of pages) count += Count;
    return count;
  },
  async since(at) {
    const counts = { waiting: 0, delivered: 0, dead: 0 };
    const pages = paginateQuery(
      { client },
      {
        TableName,
        IndexName: 'byTime',
        KeyConditionExpression: 'feed = :all AND #order >= :at',
        ProjectionExpression: '#status',
        ExpressionAttributeNames: { '#order': 'order', '#status': 'status' },
        ExpressionAttributeValues: { ':all': 'all', ':at': at },
      },
    );
    for await (const { Items = [] } of pages) for (const item of Items) counts[Status.parse(item.status)] += 1;
    return counts;
  },
});
