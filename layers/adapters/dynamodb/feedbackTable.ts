import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { Feedback } from '#domain/feedback/feedback.ts';
import type { FeedbackTable } from '#ports';
import { conditionally } from './conditional.ts';

/**
 * What people said of episodes: an item each, beside the others of its service. Detection reads them all each minute: at
 * 500 verdicts of 300 bytes that is ten cents a month for each of its workers.
 */
export function feedbackTable(client: DynamoDBDocumentClient, table: string): FeedbackTable {
  return {
    async get(service, anomaly_id) {
      const Key = { service, anomaly_id };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : Feedback.parse(Item);
    },
    ofService: (service) =>
      everyPage((ExclusiveStartKey) =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'service = :service',
            ExpressionAttributeValues: { ':service': service },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        ),
      ),
    all: () => everyPage((ExclusiveStartKey) => client.send(new ScanCommand({ TableName: table, ExclusiveStartKey }))),
    put: (feedback) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: feedback,
            ...(feedback.version === 1
              ? { ConditionExpression: 'attribute_not_exists(anomaly_id)' }
              : ifVersion(feedback.version - 1)),
          }),
        ),
      ),
    remove: ({ service, anomaly_id, version }) =>
      conditionally(() =>
        client.send(new DeleteCommand({ TableName: table, Key: { service, anomaly_id }, ...ifVersion(version) })),
      ),
  };
}

const ifVersion = (version: number) => ({
  ConditionExpression: 'version = :version',
  ExpressionAttributeValues: { ':version': version },
});

type Key = Record<string, unknown> | undefined;

async function everyPage(
  read: (start: Key) => Promise<{ Items?: Record<string, unknown>[]; LastEvaluatedKey?: Record<string, unknown> }>,
): Promise<Feedback[]> {
  const found: Feedback[] = [];
  let start: Key;
  do {
    const page = await read(start);
    found.push(...(page.Items ?? []).map((item) => Feedback.parse(item)));
    start = page.LastEvaluatedKey;
  } while (start);
  return found;
}
