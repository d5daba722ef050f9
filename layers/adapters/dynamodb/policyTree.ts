import { gunzipSync, gzipSync } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { PolicyDocument } from '#domain/policy/document.ts';
import { Policy } from '#domain/policy/policy.ts';
import type { PolicyTree, TreePolicy } from '#ports';
import { conditionally } from './conditional.ts';

/** The item that holds the whole applied tree: whatever else is in the table, this is not a policy. */
export const TREE_ID = 'tree';

/** DynamoDB takes items of 400 KB; what else the item says needs little. */
const MOST_BYTES = 390_000;

const TreeItem = z.object({
  version: z.number().default(0),
  made: z.number().default(0),
  policies: z.instanceof(Uint8Array).optional(),
});
const TreePolicies = z.array(z.object({ policy: Policy, declared: PolicyDocument }));

/** @param item as the table holds it; undefined where no tree was ever applied and no policy made */
export function readTree(item: Record<string, unknown> | undefined): PolicyTree {
  const { version, made, policies } = TreeItem.parse(item ?? {});
  if (policies === undefined) return { policies: [], version, made };
  return { policies: TreePolicies.parse(JSON.parse(gunzipSync(policies).toString('utf8'))), version, made };
}

const packed = (policies: readonly TreePolicy[]): Uint8Array => gzipSync(JSON.stringify(policies), { level: 9 });

export async function fetchTree(client: DynamoDBDocumentClient, table: string): Promise<PolicyTree> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id: TREE_ID }, ConsistentRead: true }));
  return readTree(Item);
}

/**
 * The whole tree in one conditional write of one item: there is no moment at which half of it is there.
 * @param made also that no policy was made beside it since
 */
export async function writeTree(
  client: DynamoDBDocumentClient,
  table: string,
  policies: readonly TreePolicy[],
  seen: Pick<PolicyTree, 'version'> & { made?: number },
): Promise<'put' | 'stale' | 'too_large'> {
  const bytes = packed(policies);
  if (bytes.length > MOST_BYTES) return 'too_large';
  const unmade = seen.made === undefined ? '' : unchanged('made', seen.made);
  const put = await conditionally(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { id: TREE_ID },
        UpdateExpression: 'SET policies = :policies, version = :next',
        ConditionExpression: `${unchanged('version', seen.version)}${unmade === '' ? '' : ` AND ${unmade}`}`,
        ExpressionAttributeValues: {
          ':policies': bytes,
          ':next': seen.version + 1,
          ':version': seen.version,
          ...(seen.made === undefined ? {} : { ':made': seen.made }),
        },
      }),
    ),
  );
  return put ? 'put' : 'stale';
}

/** A number that was never written counts as 0. */
export const unchanged = (name: 'version' | 'made', seen: number): string =>
  seen === 0 ? `(attribute_not_exists(${name}) OR ${name} = :${name})` : `${name} = :${name}`;
