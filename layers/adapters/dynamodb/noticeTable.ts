import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  paginateScan,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Because, Escalation, Notice } from '#domain/notice/notice.ts';
import type { Clock, Notices, NoticeTable } from '#ports';

/** What is over is removed; what nobody ever ends is forgotten after this. */
const KEPT_SECONDS = 90 * 86_400;
/** No service is called so. */
const NO_SERVICE = '-';
const COUNTS = '#counts';

const Count = z.object({ id: Because, n: z.number() });

/**
 * Notices, one item a subscriber and subject, by service; beside them the escalation of a subject, and counters. The feed's
 * one writer is the only one that writes, so that nothing here is conditional.
 */
export function noticeTable(client: DynamoDBDocumentClient, table: string, clock: Clock): NoticeTable {
  const keyOf = (service: string | null, subject: string, who: string) => ({
    service: service ?? NO_SERVICE,
    id: `${subject}#${who}`,
  });
  const put = (kind: 'notice' | 'escalation', key: { service: string; id: string }, value: Notice | Escalation) =>
    client.send(
      new PutCommand({
        TableName: table,
        Item: { ...key, kind, value, expires_at: Math.ceil(clock.now()) + KEPT_SECONDS },
      }),
    );
  const remove = (key: { service: string; id: string }) =>
    client.send(new DeleteCommand({ TableName: table, Key: key }));
  const count = (because: Because, n: number) =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: { service: COUNTS, id: because },
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': n },
      }),
    );

  return {
    async ofService(service) {
      const items: unknown[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'service = :service',
          ExpressionAttributeValues: { ':service': service ?? NO_SERVICE },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) items.push(...Items);
      return noticesIn(items);
    },
    async all() {
      const items: unknown[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
        items.push(...Items);
      return noticesIn(items);
    },
    async any() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table, Limit: 20 }));
      return Items.some(({ service }) => service !== COUNTS);
    },
    async write({ keep, forget, escalations, ended, notTold }) {
      const counted = Map.groupBy(notTold, ({ because }) => because);
      await Promise.all([
        ...keep.map((notice) => put('notice', keyOf(notice.service, notice.subject, notice.subscriber_id), notice)),
        ...forget.map(({ service, subject, subscriber_id }) => remove(keyOf(service, subject, subscriber_id))),
        ...escalations.map((one) => put('escalation', keyOf(one.service, one.subject, 'escalation'), one)),
        ...ended.map(({ service, subject }) => remove(keyOf(service, subject, 'escalation'))),
        ...[...counted].map(([because, all]) => count(because, all.length)),
      ]);
    },
    async counts() {
      const found: Partial<Record<Because, number>> = {};
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'service = :counts',
          ExpressionAttributeValues: { ':counts': COUNTS },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          const { id, n } = Count.parse(item);
          found[id] = n;
        }
      }
      return found;
    },
  };
}

const Kept = z.object({ kind: z.enum(['notice', 'escalation']), value: z.unknown() });

/** What an older version wrote otherwise is passed over: at worst somebody is told twice, and nothing stands still. */
function noticesIn(items: readonly unknown[]): Notices {
  const kept = items.flatMap((item) => Kept.safeParse(item).data ?? []);
  return {
    standing: kept.flatMap(({ kind, value }) => (kind === 'notice' ? (Notice.safeParse(value).data ?? []) : [])),
    escalations: kept.flatMap(({ kind, value }) =>
      kind === 'escalation' ? (Escalation.safeParse(value).data ?? []) : [],
    ),
  };
}
