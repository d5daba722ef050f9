import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApprovalTokens } from '#ports';

/** Tokens of executions that wait for a person, in the control table: an action is read by many, its token by none. */
export function approvalTokens(client: DynamoDBDocumentClient, table: string): ApprovalTokens {
  const key = (actionId: string) => ({ id: `approval#${actionId}` });
  return {
    async keep(actionId, token) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key(actionId),
          UpdateExpression: 'SET #token = :token',
          ExpressionAttributeNames: { '#token': 'token' },
          ExpressionAttributeValues: { ':token': token },
        }),
      );
    },
    async read(actionId) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: key(actionId), ConsistentRead: true }),
      );
      return typeof Item?.token === 'string' ? Item.token : undefined;
    },
  };
}
