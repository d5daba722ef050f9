import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Autonomy, Policy } from '#domain/policy/policy.ts';
import { Instant } from '#domain/time.ts';
import type { PolicyStore } from '#ports';
import { conditionally } from './conditional.ts';

/** What the API may change of a policy that is part of the deploy. */
const Overlay = z.object({
  overlay: z.literal(true),
  enabled: z.boolean(),
  autonomy: Autonomy,
  version: z.number(),
  updated_at: Instant,
});

/**
 * Policies: those of the files, with what the API changed of them, and those that the API made.
 * @param files the policies that were deployed
 */
export function policyTable(client: DynamoDBDocumentClient, table: string, files: readonly Policy[]): PolicyStore {
  const fromFile = new Map(files.map((policy) => [policy.id, policy]));

  async function all(): Promise<Policy[]> {
    const made: Policy[] = [];
    const overlays = new Map<string, z.infer<typeof Overlay>>();
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start }),
      );
      for (const item of page.Items ?? []) {
        const overlay = Overlay.safeParse(item);
        if (overlay.success) overlays.set(String(item.id), overlay.data);
        else made.push(Policy.parse(item));
      }
      start = page.LastEvaluatedKey;
    } while (start);
    const deployed = files.map((policy) => laid(policy, overlays.get(policy.id)));
    return [...deployed, ...made].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
  }

  const put = (item: Record<string, unknown>, condition: string, values?: Record<string, unknown>) =>
    conditionally(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: item,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );

  return {
    all,
    get: async (id) => (await all()).find((policy) => policy.id === id),
    create: async (policy) => !fromFile.has(policy.id) && put(policy, 'attribute_not_exists(id)'),
    replace(policy) {
      const { id, enabled, autonomy, version, updated_at } = policy;
      const before = { ':before': version - 1 };
      if (!fromFile.has(id)) return put(policy, 'version = :before', before); // one that was removed stays removed
      const overlay = { id, overlay: true, enabled, autonomy, version, updated_at };
      return put(overlay, 'attribute_not_exists(id) OR version = :before', before);
    },
    async remove(id, ifVersion) {
      if (fromFile.has(id)) return 'from_file';
      const removed = await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: { id },
            ConditionExpression:
              ifVersion === undefined ? 'attribute_exists(id)' : 'attribute_exists(id) AND version = :version',
            ...(ifVersion === undefined ? {} : { ExpressionAttributeValues: { ':version': ifVersion } }),
          }),
        ),
      );
      if (removed) return 'removed';
      return (await all()).some((policy) => policy.id === id) ? 'stale' : 'unknown';
    },
  };
}

function laid(policy: Policy, overlay: z.infer<typeof Overlay> | undefined): Policy {
  if (!overlay) return policy;
  const { enabled, autonomy, version, updated_at } = overlay;
  return { ...policy, enabled, autonomy, version, updated_at };
}
