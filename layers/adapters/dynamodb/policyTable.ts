import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import pRetry from 'p-retry';
import * as z from 'zod';
import { Autonomy, Policy } from '#domain/policy/policy.ts';
import { Instant } from '#domain/time.ts';
import type { PolicyStore, PolicyTree, PolicyTrees } from '#ports';
import { conditionally } from './conditional.ts';
import { fetchTree, readTree, TREE_ID, unchanged, writeTree } from './policyTree.ts';

/** What the API may change of a policy that is part of the deploy. */
const Overlay = z.object({
  overlay: z.literal(true),
  enabled: z.boolean(),
  autonomy: Autonomy,
  version: z.number(),
  updated_at: Instant,
});

/** Writers of the tree that meet try again, a little apart. */
const TRIES = { retries: 8, minTimeout: 20, maxTimeout: 300, randomize: true };

/** Somebody else wrote at the same moment: look again. */
class Met extends Error {
  override name = 'Met';
}

/**
 * Policies: those of the files, with what the API changed of them, those of the applied tree, and those that the API made.
 * @param files the policies that were deployed
 */
export function policyTable(
  client: DynamoDBDocumentClient,
  table: string,
  files: readonly Policy[],
): PolicyStore & PolicyTrees {
  const fromFile = new Map(files.map((policy) => [policy.id, policy]));
  const tree = () => fetchTree(client, table);

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
        if (item.id === TREE_ID) made.push(...readTree(item).policies.map(({ policy }) => policy));
        else if (overlay.success) overlays.set(String(item.id), overlay.data);
        else made.push(Policy.parse(item));
      }
      start = page.LastEvaluatedKey;
    } while (start);
    const deployed = files.map((policy) => laid(policy, overlays.get(policy.id)));
    // a deploy may bring a policy that was applied before: the deployed one counts
    const others = made.filter(({ id }) => !fromFile.has(id));
    return [...deployed, ...others].sort(
      (a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id),
    );
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

  /** A policy is made only beside the tree that was looked at: so no id is given twice, whoever applies meanwhile. */
  const createBeside = (policy: Policy): Promise<boolean> =>
    pRetry(async () => {
      const { policies, version } = await tree();
      if (policies.some((one) => one.policy.id === policy.id)) return false;
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Put: { TableName: table, Item: policy, ConditionExpression: 'attribute_not_exists(id)' } },
              {
                Update: {
                  TableName: table,
                  Key: { id: TREE_ID },
                  UpdateExpression: 'ADD made :one',
                  ConditionExpression: unchanged('version', version),
                  ExpressionAttributeValues: { ':one': 1, ':version': version },
                },
              },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        if (error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed') return false;
        throw new Met('the policies were changed meanwhile', { cause: error });
      }
    }, whenMet);

  /** Changes one policy of the tree, or does not: `change` gives the new tree, undefined where it no longer fits. */
  const inTree = (change: (there: PolicyTree) => PolicyTree['policies'] | undefined): Promise<boolean> =>
    pRetry(async () => {
      const there = await tree();
      const policies = change(there);
      if (policies === undefined) return false;
      const done = await writeTree(client, table, policies, { version: there.version });
      if (done === 'stale') throw new Met('the tree was changed meanwhile');
      if (done === 'too_large') throw new RangeError('the applied tree has no room for this');
      return true;
    }, whenMet);

  return {
    all,
    tree,
    putTree: (policies, seen) => writeTree(client, table, policies, seen),
    get: async (id) => (await all()).find((policy) => policy.id === id),
    create: async (policy) => !fromFile.has(policy.id) && createBeside(policy),
    async replace(policy) {
      const { id, enabled, autonomy, version, updated_at } = policy;
      const before = { ':before': version - 1 };
      if (fromFile.has(id)) {
        const overlay = { id, overlay: true, enabled, autonomy, version, updated_at };
        return put(overlay, 'attribute_not_exists(id) OR version = :before', before);
      }
      if (policy.file === null) return put(policy, 'version = :before', before); // one that was removed stays removed
      return inTree(({ policies }) =>
        policies.some((one) => one.policy.id === id && one.policy.version === version - 1)
          ? policies.map((one) => (one.policy.id === id ? { ...one, policy } : one))
          : undefined,
      );
    },
    async remove(id, ifVersion) {
      if (fromFile.has(id)) return 'from_file';
      const fits = ({ version }: Policy) => ifVersion === undefined || version === ifVersion;
      const applied = (await tree()).policies.some(({ policy }) => policy.id === id);
      const removed = applied
        ? await inTree(({ policies }) =>
            policies.some(({ policy }) => policy.id === id && fits(policy))
              ? policies.filter(({ policy }) => policy.id !== id)
              : undefined,
          )
        : await conditionally(() =>
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

const whenMet = { ...TRIES, shouldRetry: ({ error }: { error: Error }): boolean => error instanceof Met };

function laid(policy: Policy, overlay: z.infer<typeof Overlay> | undefined): Policy {
  if (!overlay) return policy;
  const { enabled, autonomy, version, updated_at } = overlay;
  return { ...policy, enabled, autonomy, version, updated_at };
}
