import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** Runs a conditional write: true when it was done, false when its condition did not hold. Anything else is thrown. */
export async function conditionally(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Puts an item under an id that was just made. Where the answer to a put is lost, the SDK sends it again, and its own first
 * try stands in its way: that is no refusal.
 * @throws ConditionalCheckFailedException when the id is another's
 */
export async function putNew(
  client: DynamoDBDocumentClient,
  TableName: string,
  Item: { readonly id: string; readonly created_at: string } & Record<string, unknown>,
): Promise<void> {
  try {
    await client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(id)' }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = await client.send(new GetCommand({ TableName, Key: { id: Item.id }, ConsistentRead: true }));
    if (there.Item?.created_at !== Item.created_at) throw error;
  }
}
