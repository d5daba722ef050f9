import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import pRetry from 'p-retry';
import type { NumberedEvent } from '#domain/event/event.ts';
import { toInstant } from '#domain/time.ts';
import type { Delivery } from '#domain/webhook/webhook.ts';
import type { Clock, DeliveryTable } from '#ports';
import { conditionally } from './conditional.ts';
import {
  deadLaneOf,
  deliveryOf,
  itemOf,
  laneId,
  laneOf,
  redriveOf,
  releaseOf,
  StoredDelivery,
} from './deliveryItem.ts';
import { queryPage } from './page.ts';

/** Longer than any try lasts, shorter than a message stays invisible. */
const LEASE_SECONDS = 30;
const LOST_RACE = { retries: 8, minTimeout: 20, maxTimeout: 500, randomize: true };

/**
 * Deliveries, one item each. `waiting` and `due_at` are there only while it waits, `lane` while it waits or is dead, so that the
 * indexes over them hold nothing else. A lane (subscriber and subject) has an item of its own that names its last delivery: what stands behind
 * what is read strongly, for an index may lag. It also keeps what to go on by (a Slack thread).
 */
export function deliveryTable(
  client: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
  keptSeconds = 30 * 86_400,
): DeliveryTable {
  const read = async (id: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }))).Item;

  /** false: a delivery of this id exists. Throws when another writer moved the lane's end. */
  async function append(delivery: Delivery, event: NumberedEvent): Promise<boolean> {
    const lane = { id: laneId(delivery) };
    const [there, end] = await Promise.all([read(delivery.id), read(lane.id)]);
    if (there) return false;
    const previous = typeof end?.last === 'string' ? end.last : null;
    const item = itemOf(delivery, event, previous, clock.now() + keptSeconds);
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(id)' } },
          {
            // not put: the lane's thread stays
            Update: {
              TableName: table,
              Key: lane,
              UpdateExpression: 'SET #last = :last, #order = :order, expires_at = :expires',
              ConditionExpression: previous === null ? 'attribute_not_exists(#last)' : '#last = :previous',
              ExpressionAttributeNames: { '#last': 'last', '#order': 'order' },
              ExpressionAttributeValues: {
                ':last': delivery.id,
                ':order': item.order,
                ':expires': item.expires_at,
                ...(previous === null ? {} : { ':previous': previous }),
              },
            },
          },
        ],
      }),
    );
    return true;
  }

  return {
    create: (delivery, event) =>
      pRetry(() => append(delivery, event), {
        ...LOST_RACE,
        shouldRetry: ({ error }) => error instanceof TransactionCanceledException,
      }),
    async claim(id) {
      const now = clock.now();
      const lease = randomUUID();
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET lease = :lease, leased_until = :until',
            // a second of grace, for messages come by whole seconds and due times do not
            ConditionExpression:
              'waiting = :yes AND due_at <= :due AND (attribute_not_exists(leased_until) OR leased_until < :now)',
            ExpressionAttributeValues: {
              ':lease': lease,
              ':until': now + LEASE_SECONDS,
              ':yes': 'yes',
              ':due': toInstant(now + 1),
              ':now': now,
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return { ...deliveryOf(Attributes), lease };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
    release: ({ lease }, delivery) =>
      conditionally(() => client.send(new UpdateCommand({ TableName: table, ...releaseOf(delivery, lease) }))),
    waits: async (id) => (await read(id))?.waiting === 'yes',
    async next(delivery) {
      const item = await read(delivery.id);
      if (!item) return undefined;
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'lane',
          KeyConditionExpression: 'lane = :lane AND #order > :order',
          ExpressionAttributeNames: { '#order': 'order' },
          ExpressionAttributeValues: { ':lane': laneOf(delivery), ':order': item.order },
          Limit: 1,
        }),
      );
      return Items[0] === undefined ? undefined : String(Items[0].id);
    },
    wake: (id) =>
      conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id },
            UpdateExpression: 'SET due_at = :now',
            ConditionExpression: 'waiting = :yes',
            ExpressionAttributeValues: { ':now': toInstant(clock.now()), ':yes': 'yes' },
          }),
        ),
      ),
    async thread(subscriber, subject) {
      const lane = await read(laneId({ subscriber_id: subscriber, subject }));
      return typeof lane?.thread === 'string' ? lane.thread : null;
    },
    async keepThread(delivery, thread) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id: laneId(delivery) },
            UpdateExpression: 'SET thread = :thread',
            ConditionExpression: 'attribute_exists(id)',
            ExpressionAttributeValues: { ':thread': thread },
          }),
        ),
      );
    },
    async dead(subscriber, since, limit) {
      const found: Delivery[] = [];
      const pages = paginateQuery(
        { client, pageSize: Math.min(limit, 100) },
        {
          TableName: table,
          IndexName: 'lane',
          KeyConditionExpression: `lane = :lane${since === undefined ? '' : ' AND #order >= :since'}`,
          FilterExpression: 'expires_at > :now',
          ...(since === undefined ? {} : { ExpressionAttributeNames: { '#order': 'order' } }),
          ExpressionAttributeValues: {
            ':lane': deadLaneOf(subscriber),
            ':now': clock.now(),
            ...(since === undefined ? {} : { ':since': since }),
          },
        },
      );
      for await (const { Items = [] } of pages) {
        found.push(...Items.map((item) => StoredDelivery.parse(item)));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
    async redrive(id, behind) {
      const item = await read(id);
      if (!item) return false;
      const how = { behind, at: toInstant(clock.now()), until: clock.now() + keptSeconds };
      const update = redriveOf(StoredDelivery.parse(item), how);
      return conditionally(() => client.send(new UpdateCommand({ TableName: table, ...update })));
    },
    async due(limit) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'waiting',
          KeyConditionExpression: 'waiting = :yes AND due_at <= :now',
          ExpressionAttributeValues: { ':yes': 'yes', ':now': toInstant(clock.now()) },
          Limit: limit,
        }),
      );
      return Items.map(({ id }) => String(id));
    },
    async list({ subscriber, status }, page) {
      const [IndexName, key, value] =
        subscriber === undefined ? ['byTime', 'feed', 'all'] : ['bySubscriber', 'subscriber_id', subscriber];
      return queryPage(
        client,
        {
          TableName: table,
          IndexName,
          KeyConditionExpression: '#key = :key',
          FilterExpression: `expires_at > :now${status === undefined ? '' : ' AND #status = :status'}`,
          ExpressionAttributeNames: { '#key': key, ...(status === undefined ? {} : { '#status': 'status' }) },
          ExpressionAttributeValues: {
            ':key': value,
            ':now': clock.now(),
            ...(status === undefined ? {} : { ':status': status }),
          },
        },
        page,
        StoredDelivery,
        (item) => ({ id: item.id, order: item.order, [key]: item[key] }),
      );
    },
  };
}
