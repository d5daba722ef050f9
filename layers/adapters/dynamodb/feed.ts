import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import pRetry from 'p-retry';
import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import type { Clock, Feed } from '#ports';
import { conditionally } from './conditional.ts';
import { eventOf, eventText } from './eventItem.ts';

export const KEPT_SECONDS = 7 * 86_400;
const HEAD = { feed: 'head', seq: 0 };
const LOST_RACE = { retries: 8, minTimeout: 20, maxTimeout: 500, randomize: true };

/**
 * The numbered events. A number is taken by one transaction: the event at the head's number plus one, the number under the
 * event's id, and the head raised. Of two writers at once one is refused and reads again, so there is neither a gap nor a
 * repeat, and an event that comes twice finds its number.
 * @param lostRace how one that lost to another writer tries again
 */
export function feed(client: DynamoDBDocumentClient, table: string, clock: Clock, lostRace = LOST_RACE): Feed {
  const read = async (Key: Record<string, unknown>) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const head = async () => {
    const item = await read(HEAD);
    return { last: Number(item?.last ?? 0), posted: Number(item?.posted ?? 0) };
  };
  const numberKey = (id: string) => ({ feed: `id#${id}`, seq: 0 });

  async function attempt(event: FeedEvent): ReturnType<Feed['append']> {
    const [there, { last, posted }] = await Promise.all([read(numberKey(event.id)), head()]);
    if (there) {
      const seq = Number(there.number);
      return { event: { ...event, seq }, repeated: true, posted: seq <= posted };
    }
    const numbered: NumberedEvent = { ...event, seq: last + 1 };
    await client.send(new TransactWriteCommand({ TransactItems: numbering(numbered, last) }));
    return { event: numbered, repeated: false, posted: false };
  }

  function numbering(event: NumberedEvent, last: number) {
    const expires_at = Math.ceil(clock.now()) + KEPT_SECONDS;
    const ConditionExpression = 'attribute_not_exists(seq)';
    return [
      {
        Put: {
          TableName: table,
          Item: { feed: 'all', seq: event.seq, id: event.id, content: eventText(event), expires_at },
          ConditionExpression,
        },
      },
      {
        Put: {
          TableName: table,
          Item: { ...numberKey(event.id), number: event.seq, expires_at },
          ConditionExpression,
        },
      },
      {
        Update: {
          TableName: table,
          Key: HEAD,
          UpdateExpression: 'SET #last = :next',
          ConditionExpression: last === 0 ? 'attribute_not_exists(#last)' : '#last = :last',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':next': event.seq, ...(last === 0 ? {} : { ':last': last }) },
        },
      },
    ];
  }

  return {
    append: (event) =>
      pRetry(() => attempt(event), {
        ...lostRace,
        shouldRetry: ({ error }) => error instanceof TransactionCanceledException,
      }),
    async markPosted(seq) {
      await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: HEAD,
            UpdateExpression: 'SET posted = :seq',
            ConditionExpression: 'attribute_not_exists(posted) OR posted < :seq',
            ExpressionAttributeValues: { ':seq': seq },
          }),
        ),
      ); // false: a later one was posted already
    },
    async after(seq, limit) {
      const events: NumberedEvent[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'feed = :all AND seq > :seq',
            FilterExpression: 'expires_at > :now',
            ExpressionAttributeValues: { ':all': 'all', ':seq': seq, ':now': clock.now() },
            Limit: limit,
            ExclusiveStartKey: start,
          }),
        );
        events.push(...(page.Items ?? []).map(({ content }) => eventOf(content)));
        start = page.LastEvaluatedKey;
      } while (start && events.length < limit);
      return events.slice(0, limit);
    },
    head: async () => (await head()).last,
  };
}
