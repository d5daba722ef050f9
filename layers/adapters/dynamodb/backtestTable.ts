import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { BacktestSummary } from '#domain/backtest/summary.ts';
import type { Backtests } from '#ports';
import { conditionally } from './conditional.ts';

/** What each policy's last backtest found, one item each. */
export function backtestTable(client: DynamoDBDocumentClient, table: string): Backtests {
  const key = (policyId: string) => ({ id: `backtest#${policyId}` });
  return {
    async latest(policyId) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(policyId) }));
      return Item === undefined ? undefined : BacktestSummary.parse(Item);
    },
    async put(summary) {
      await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...key(summary.policy_id), ...summary },
            ConditionExpression: 'attribute_not_exists(id) OR #at < :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': summary.at },
          }),
        ),
      ); // false: a newer one stands there
    },
  };
}
