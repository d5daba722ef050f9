import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import pRetry from 'p-retry';
import * as z from 'zod';
import { CHAIN, indexed } from '#domain/audit/indexed.ts';
import { AuditRecord } from '#domain/audit/record.ts';
import type { AuditFilter, AuditTable } from '#ports';
import { conditionally } from './conditional.ts';
import { queryPage } from './page.ts';

/** What BatchGetItem takes at once. */
const MOST_KEYS = 100;
const UNPROCESSED = { retries: 5, minTimeout: 50, maxTimeout: 1_000, randomize: true };

/** A record as it is answered: its detail is kept as text, so that it comes back to the letter. */
const Stored = AuditRecord.extend({
  detail: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(AuditRecord.shape.detail),
});

const placeKey = (id: string) => ({ chain: `id#${id}`, seq: 0 });

/** The audit's records, and of each entry's id in which segment it is. */
export function auditTable(client: DynamoDBDocumentClient, table: string): AuditTable {
  async function placesOf(ids: readonly string[]): Promise<[string, number][]> {
    let keys: Record<string, unknown>[] = ids.map(placeKey);
    const found: [string, number][] = [];
    await pRetry(async () => {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const { chain, segment } of Responses?.[table] ?? []) {
        if (typeof segment === 'number') found.push([String(chain).slice('id#'.length), segment]);
      }
      keys = UnprocessedKeys?.[table]?.Keys ?? [];
      if (keys.length > 0) throw new Error(`${keys.length} ids were not read: the table is asked too much`);
    }, UNPROCESSED);
    return found;
  }

  return {
    async placesOf(ids) {
      const found: [string, number][] = [];
      for (let from = 0; from < ids.length; from += MOST_KEYS)
        found.push(...(await placesOf(ids.slice(from, from + MOST_KEYS))));
      return new Map(found);
    },
    async put({ first, records }) {
      const place = (id: string) =>
        client.send(new PutCommand({ TableName: table, Item: { ...placeKey(id), segment: first } }));
      const record = (one: AuditRecord) =>
        conditionally(() =>
          client.send(
            new PutCommand({
              TableName: table,
              Item: indexed(one),
              ConditionExpression: 'attribute_not_exists(seq)', // what stands there, whatever it is, is evidence
            }),
          ),
        );
      await Promise.all(records.map(({ id }) => place(id)));
      await Promise.all(records.map(record));
    },
    list(filter, page) {
      const key = keyNameOf(filter);
      const keyOf = ({ chain, seq, order, ...item }: Record<string, unknown>) => ({
        chain,
        seq,
        order,
        [key]: item[key],
      });
      return queryPage(client, { TableName: table, ...queryFor(filter) }, page, Stored, keyOf, ['seq']);
    },
    async after(seq, limit) {
      const items: { seq: number; item: Record<string, unknown> }[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: Number.isFinite(seq) ? 'chain = :chain AND seq > :seq' : 'chain = :chain',
            ExpressionAttributeValues: { ':chain': CHAIN, ...(Number.isFinite(seq) ? { ':seq': seq } : {}) },
            Limit: limit,
            ExclusiveStartKey: start,
          }),
        );
        items.push(...(page.Items ?? []).map((item) => ({ seq: Number(item.seq), item })));
        start = page.LastEvaluatedKey;
      } while (start && items.length < limit);
      return items.slice(0, limit);
    },
  };
}

const keyNameOf = ({ actor, target }: AuditFilter): 'feed' | 'actor' | 'target' =>
  target !== undefined ? 'target' : actor !== undefined ? 'actor' : 'feed';

function queryFor(filter: AuditFilter): Omit<QueryCommandInput, 'TableName'> {
  const { actor, target, since } = filter;
  const key = keyNameOf(filter);
  const IndexName = { target: 'byTarget', actor: 'byActor', feed: 'byTime' }[key];
  // what stands outside of the chain is no record, whatever it says of itself
  const filters = ['chain = :chain', ...(key === 'target' && actor !== undefined ? ['actor = :actor'] : [])];
  return {
    IndexName,
    KeyConditionExpression: `#key = :key${since === undefined ? '' : ' AND #order >= :since'}`,
    FilterExpression: filters.join(' AND '),
    ExpressionAttributeNames: { '#key': key, ...(since === undefined ? {} : { '#order': 'order' }) },
    ExpressionAttributeValues: {
      ':key': target ?? actor ?? 'all',
      ':chain': CHAIN,
      ...(since === undefined ? {} : { ':since': since }),
      ...(filters.length > 1 ? { ':actor': actor } : {}),
    },
  };
}
