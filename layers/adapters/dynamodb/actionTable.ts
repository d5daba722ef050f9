import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { Action, awaitsUndo, endedStatuses } from '#domain/remediation/action.ts';
import type { ActionFilter, ActionTable } from '#ports';
import { conditionally } from './conditional.ts';
import { queryPage } from './page.ts';

const causeKey = (policyId: string | null, causeId: string): string => `${policyId ?? 'manual'}#${causeId}`;

/** The item with what its indexes need; `unfinished` only while it is claimed and not ended, or is to be taken back. */
function itemOf(action: Action): Record<string, unknown> {
  const unfinished = action.status !== 'held' && !endedStatuses.includes(action.status);
  return {
    ...action,
    feed: 'all',
    order: `${action.created_at}#${action.id}`,
    cause_key: causeKey(action.policy_id, action.cause.id),
    ...(unfinished ? { unfinished: 'yes' } : awaitsUndo(action) ? { unfinished: 'undo' } : {}),
  };
}

/** Actions, one item each. A claim is one conditional put; every later write checks the version that it read. */
export function actionTable(client: DynamoDBDocumentClient, table: string): ActionTable {
  const put = (action: Action, condition: string, values?: Record<string, unknown>) =>
    conditionally(() =>
      client.send(
        new PutCommand({
          TableName: table,
          Item: itemOf(action),
          ConditionExpression: condition,
          ...(condition.includes('#status') ? { ExpressionAttributeNames: { '#status': 'status' } } : {}),
          ExpressionAttributeValues: values,
        }),
      ),
    );
  const get: ActionTable['get'] = async (id) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return Item === undefined ? undefined : Action.parse(Item);
  };
  const all = async (query: Omit<QueryCommandInput, 'TableName'>): Promise<Action[]> => {
    const page = await queryPage(client, { TableName: table, ...query }, { limit: 500 }, Action, ({ id }) => ({ id }));
    return page.items;
  };
  return {
    async claim(action) {
      const claimed = await put(action, 'attribute_not_exists(id) OR #status = :held', { ':held': 'held' });
      if (claimed) return { claimed, action };
      const there = await get(action.id);
      if (!there) throw new Error(`${action.id} is taken and cannot be read`);
      return { claimed, action: there };
    },
    async hold(action) {
      const there = await get(action.id);
      if (there && (there.status !== 'held' || sameGuards(there, action))) return;
      const kept = there ? { ...action, created_at: there.created_at, version: there.version + 1 } : action;
      await put(kept, 'attribute_not_exists(id) OR (#status = :held AND version < :version)', {
        ':held': 'held',
        ':version': kept.version,
      });
    },
    update: (action) => put(action, 'version = :before', { ':before': action.version - 1 }),
    get,
    list: (filter, page) =>
      queryPage(client, { TableName: table, ...queryFor(filter) }, page, Action, (item) => ({
        id: item.id,
        order: item.order,
        ...(filter.service === undefined ? { feed: item.feed } : { service: item.service }),
      })),
    unfinished: () => all(byKey('unfinished', 'unfinished', 'yes')),
    awaitingUndo: () => all(byKey('unfinished', 'unfinished', 'undo')),
    async ofCause(policyId, causeId) {
      const found = await all(byKey('byCause', 'cause_key', causeKey(policyId, causeId)));
      // the index lags: what decides whether to act again is read again, strongly
      const fresh = await Promise.all(found.map(({ id }) => get(id)));
      return fresh.filter((action) => action !== undefined);
    },
    async ofTarget(policyId, service) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          ...byKey('byService', 'service', service),
          ScanIndexForward: false,
          Limit: 100,
        }),
      );
      return Items.map((item) => Action.parse(item)).filter(({ policy_id }) => policy_id === policyId);
    },
  };
}

const byKey = (IndexName: string, key: string, value: string) => ({
  IndexName,
  KeyConditionExpression: '#key = :key',
  ExpressionAttributeNames: { '#key': key },
  ExpressionAttributeValues: { ':key': value },
});

function queryFor({ service, status, since }: ActionFilter): Omit<QueryCommandInput, 'TableName'> {
  const base = service === undefined ? byKey('byTime', 'feed', 'all') : byKey('byService', 'service', service);
  const names: Record<string, string> = { ...base.ExpressionAttributeNames };
  const values: Record<string, unknown> = { ...base.ExpressionAttributeValues };
  if (since !== undefined) {
    names['#order'] = 'order';
    values[':since'] = since;
  }
  if (status !== undefined) {
    names['#status'] = 'status';
    values[':status'] = status;
  }
  return {
    IndexName: base.IndexName,
    KeyConditionExpression: since === undefined ? '#key = :key' : '#key = :key AND #order >= :since',
    ...(status === undefined ? {} : { FilterExpression: '#status = :status' }),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

const sameGuards = (a: Action, b: Action): boolean => {
  const failed = ({ guards }: Action) => JSON.stringify(guards.filter(({ passed }) => !passed));
  return failed(a) === failed(b);
};
