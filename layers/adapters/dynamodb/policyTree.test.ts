import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { aPolicy } from '#domain/fixtures.ts';
import { readTree, unchanged, writeTree } from './policyTree.ts';

const NOWHERE = 'http://127.0.0.1:1';
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    endpoint: NOWHERE,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }),
);

test('where no tree was ever applied, there is an empty one', () => {
  expect(readTree(undefined)).toEqual({ policies: [], version: 0, made: 0 });
  expect(readTree({ id: 'tree', made: 3 })).toEqual({ policies: [], version: 0, made: 3 });
});

test('what was never written counts as nothing', () => {
  expect(unchanged('made', 0)).toBe('(attribute_not_exists(made) OR made = :made)');
  expect(unchanged('version', 4)).toBe('version = :version');
});

test('a tree with more than an item holds is refused before anything is sent', async () => {
  const noise = (index: number) =>
    Array.from({ length: 16 }, (_, part) => createHash('sha512').update(`${index} ${part}`).digest('base64')).join('');
  const many = Array.from({ length: 400 }, (_, index) => ({
    policy: aPolicy({ id: `policy_${index}`, description: noise(index) }),
    declared: {},
  }));
  expect(await writeTree(client, 'policies', many, { version: 0 })).toBe('too_large');
  // a small one is sent, here to where nobody answers: a failure is thrown, and is no answer
  await expect(writeTree(client, 'policies', many.slice(0, 1), { version: 0 })).rejects.toThrow();
});
