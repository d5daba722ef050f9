import { type DynamoDBDocumentClient, GetCommand, PutCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { Anomaly, levelRank } from '#domain/anomaly/anomaly.ts';
import type { AnomalyFilter, AnomalyTable } from '#ports';
import { conditionally } from './conditional.ts';
import { queryPage } from './page.ts';

/** Episodes, one item each. A write wins only over an older version, so a repeat changes nothing. */
export function anomalyTable(client: DynamoDBDocumentClient, table: string): AnomalyTable {
  const list: AnomalyTable['list'] = (filter, page) =>
    queryPage(client, { TableName: table, ...indexFor(filter), ...filtered(filter) }, page, Anomaly, (item) =>
      keyIn(filter, item),
    );
  async function whole(filter: AnomalyFilter): Promise<Anomaly[]> {
    const found: Anomaly[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(filter, { limit: 500, cursor });
      found.push(...page.items);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }
  return {
    put: (anomaly) =>
      conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...anomaly, feed: 'all', order: `${anomaly.detected_at}#${anomaly.id}` },
            ConditionExpression: 'attribute_not_exists(id) OR version < :version',
            ExpressionAttributeValues: { ':version': anomaly.version },
          }),
        ),
      ),
    async get(id) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
      return Item === undefined ? undefined : Anomaly.parse(Item);
    },
    list,
    open: () => whole({ status: 'open', level: 'sensitive' }),
    foreseen: () => whole({ status: 'open', level: 'sensitive', kind: 'predicted_breach' }),
  };
}

/** By service where one is asked for, otherwise by status, otherwise all in order of time. */
function indexOf(filter: AnomalyFilter): { IndexName: string; key: string; value: string } {
  if (filter.service !== undefined) return { IndexName: 'byService', key: 'service', value: filter.service };
  if (filter.status !== 'all') return { IndexName: 'byStatus', key: 'status', value: filter.status };
  return { IndexName: 'byTime', key: 'feed', value: 'all' };
}

function indexFor(filter: AnomalyFilter): Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression'> {
  const range = filter.since !== undefined || filter.until !== undefined;
  return {
    IndexName: indexOf(filter).IndexName,
    KeyConditionExpression: range ? '#key = :key AND #order BETWEEN :since AND :until' : '#key = :key',
  };
}

function filtered(filter: AnomalyFilter): Omit<QueryCommandInput, 'TableName'> {
  const { key, value } = indexOf(filter);
  const names: Record<string, string> = { '#key': key, '#level': 'level', '#kind': 'kind' };
  const values: Record<string, unknown> = { ':key': value };
  const conditions: string[] = [];
  if (filter.since !== undefined || filter.until !== undefined) {
    names['#order'] = 'order';
    values[':since'] = filter.since ?? '0';
    values[':until'] = `${filter.until ?? '9999'}~`;
  }
  const levels = Object.entries(levelRank).filter(([, rank]) => rank >= levelRank[filter.level]);
  levels.forEach(([level], index) => {
    values[`:level${index}`] = level;
  });
  conditions.push(`#level IN (${levels.map((_, index) => `:level${index}`).join(', ')})`);
  if (filter.kind === undefined) {
    conditions.push('#kind <> :predicted');
    values[':predicted'] = 'predicted_breach';
  } else {
    conditions.push('#kind = :kind');
    values[':kind'] = filter.kind;
  }
  for (const field of ['metric', 'severity', 'source'] as const) {
    if (filter[field] === undefined) continue;
    names[`#${field}`] = field;
    values[`:${field}`] = filter[field];
    conditions.push(`#${field} = :${field}`);
  }
  if (filter.status !== 'all' && key !== 'status') {
    names['#status'] = 'status';
    values[':status'] = filter.status;
    conditions.push('#status = :status');
  }
  return {
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    FilterExpression: conditions.join(' AND '),
  };
}

function keyIn(filter: AnomalyFilter, item: Record<string, unknown>): Record<string, unknown> {
  const { key } = indexOf(filter);
  return { id: item.id, order: item.order, [key]: item[key] };
}
