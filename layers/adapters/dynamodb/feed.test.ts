import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEvent } from '#test/support/events.ts';
import { clientDouble } from '../double.fixture.ts';
import { feed } from './feed.ts';

type Item = Record<string, unknown>;
type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The one table, as far as the feed asks of it: each call is one moment, a transaction is done as a whole or not at all. */
function table() {
  const items = new Map<string, Item>();
  const nameOf = ({ feed: partition, seq }: Item) => `${partition}#${seq}`;
  const itemOf = ({ Put, Update }: Write): Item => Put?.Item ?? Update?.Key ?? {};
  const allowed = (write: Write): boolean => {
    const { Put, Update } = write;
    if ((Put ?? Update)?.ConditionExpression === undefined) return true;
    const there = items.get(nameOf(itemOf(write)));
    if (Put) return there === undefined;
    const before: unknown = Update?.ExpressionAttributeValues?.[':last'];
    return there?.last === before;
  };
  const apply = ({ Put, Update }: Write) => {
    if (Put?.Item) items.set(nameOf(Put.Item), Put.Item);
    if (Update?.Key)
      items.set(nameOf(Update.Key), { ...Update.Key, last: Update.ExpressionAttributeValues?.[':next'] });
  };
  const answers = {
    GetCommand: ({ Key }: { Key: Item }) => ({ Item: items.get(nameOf(Key)) }),
    TransactWriteCommand: ({ TransactItems = [] }: TransactWriteCommandInput) => {
      if (!TransactItems.every(allowed))
        throw new TransactionCanceledException({ message: 'a condition did not hold', $metadata: {} });
      for (const write of TransactItems) apply(write);
    },
    QueryCommand: ({ ExpressionAttributeValues: { ':seq': after }, Limit }: QueryInput) => ({
      Items: [...items.values()]
        .filter((item) => item.feed === 'all' && Number(item.seq) > after)
        .sort((a, b) => Number(a.seq) - Number(b.seq))
        .slice(0, Limit),
    }),
  };
  return answers;
}
interface QueryInput {
  ExpressionAttributeValues: { ':seq': number };
  Limit: number;
}

const clock = { now: () => 1_800_000_000 };
const AT_ONCE = { retries: 100, minTimeout: 0, maxTimeout: 0, randomize: false };
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A client whose calls arrive after so many turns each, so that those under way overtake one another. */
function delayed(answers: ReturnType<typeof table>, turns: readonly number[]): DynamoDBDocumentClient {
  let calls = 0;
  const after = async <T>(answer: () => T): Promise<T> => {
    const wait = turns[calls++ % turns.length] ?? 0;
    for (const _ of range(1, wait)) await turn();
    return answer();
  };
  return clientDouble<DynamoDBDocumentClient>({
    GetCommand: (input: { Key: Item }) => after(() => answers.GetCommand(input)),
    TransactWriteCommand: (input: TransactWriteCommandInput) => after(() => answers.TransactWriteCommand(input)),
    QueryCommand: (input: QueryInput) => after(() => answers.QueryCommand(input)),
  });
}

test('however the calls of several writers and a reader fall between each other: no gap, no repeat, one number an event', async () => {
  const events = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 5, maxLength: 40 }),
      fc.array(events, { minLength: 2, maxLength: 3 }),
      async (turns, writers) => {
        const client = delayed(table(), turns);
        const numbers = new Map<string, Set<number>>();
        const writing = Promise.all(
          writers.map(async (ids) => {
            const writer = feed(client, 'events', clock, AT_ONCE);
            for (const n of ids) {
              const { event } = await writer.append(anEvent(`event-${n}`));
              numbers.set(event.id, (numbers.get(event.id) ?? new Set()).add(event.seq));
            }
          }),
        );
        const read: number[] = [];
        let written = false;
        const follow = async () => {
          const found = await feed(client, 'events', clock).after(read.at(-1) ?? 0, 2);
          read.push(...found.map(({ seq }) => seq));
          return found.length;
        };
        const reading = (async () => {
          while (!written) {
            await follow();
            await turn();
          }
        })();
        await writing;
        written = true;
        await reading;
        while ((await follow()) > 0);
        const distinct = new Set(writers.flat()).size;
        expect(read, 'what a reader follows').toEqual(range(1, distinct));
        expect([...numbers.values()].map(({ size }) => size)).toEqual(range(1, distinct).map(() => 1));
      },
    ),
    { numRuns: 60 },
  );
});
