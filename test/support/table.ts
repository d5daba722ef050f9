import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { local } from './aws.ts';

/** A table of a test's own on the emulator, so that what an adapter promises is tried without the app around it. */
export async function ownTable(
  keys: Record<string, 'S' | 'N'>,
  indexes: Record<string, readonly [string, string]> = {},
): Promise<{ client: DynamoDBDocumentClient; table: string }> {
  const plain = new DynamoDBClient(local());
  const table = `test-${randomUUID()}`;
  const schema = ([hash, range]: readonly string[]): CreateTableCommandInput['KeySchema'] => [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ];
  const attributes = new Map(Object.entries(keys));
  for (const name of Object.values(indexes).flat()) if (!attributes.has(name)) attributes.set(name, 'S');
  await plain.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: schema(Object.keys(keys)),
      ...(Object.keys(indexes).length === 0
        ? {}
        : {
            GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, parts]) => ({
              IndexName,
              KeySchema: schema(parts),
              Projection: { ProjectionType: 'ALL' as const },
            })),
          }),
    }),
  );
  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    table,
  };
}
