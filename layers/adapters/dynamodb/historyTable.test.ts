import type { DynamoDBDocumentClient, PutCommandInput, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientDouble } from '../double.fixture.ts';
import { historyTable } from './historyTable.ts';

const START = 1_800_000_000;

/** A table of items by series and start, which answers one item a page. */
function table() {
  const items = new Map<string, Record<string, unknown>>();
  const client = clientDouble<DynamoDBDocumentClient>({
    PutCommand: ({ Item = {} }: PutCommandInput) => void items.set(`${Item.series}/${Item.start}`, Item),
    QueryCommand: ({ ExpressionAttributeValues: values = {}, ExclusiveStartKey }: QueryCommandInput) => {
      const found = [...items.values()]
        .filter(
          ({ series, start }) =>
            series === values[':series'] && Number(start) >= values[':from'] && Number(start) <= values[':until'],
        )
        .sort((a, b) => Number(a.start) - Number(b.start));
      const at = Number(ExclusiveStartKey?.index ?? 0);
      return {
        Items: found.slice(at, at + 1),
        ...(at + 1 < found.length ? { LastEvaluatedKey: { index: at + 1 } } : {}),
      };
    },
  });
  return { items, history: historyTable(client, 'history', 90 * 86_400) };
}

test('what is put comes back, for exactly the time that was asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(10, 60),
      fc.uniqueArray(fc.nat(1_079), { minLength: 1, maxLength: 300 }),
      fc.nat(1_079),
      fc.nat(1_079),
      async (step, places, a, b) => {
        const { history } = table();
        const points = places
          .sort((x, y) => x - y)
          .map((place) => ({ at: START + place * step, value: Math.fround(place / 7) }));
        const blocks = [...Map.groupBy(points, ({ at }) => Math.floor((at - START) / (360 * step))).values()].map(
          (of) => ({
            series: 'orders/cpu_usage',
            start: of[0]?.at ?? 0,
            step,
            points: of,
          }),
        );
        await history.put(blocks);
        await history.put(blocks);
        const [from, until] = [START + Math.min(a, b) * step, START + Math.max(a, b) * step];
        expect(await history.read('orders/cpu_usage', from, until)).toEqual(
          points.filter(({ at }) => at >= from && at < until),
        );
        expect(await history.read('users/cpu_usage', from, until)).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});

test('six hours of a minute take about a kilobyte, and go after the retention', async () => {
  const { history, items } = table();
  const points = Array.from({ length: 360 }, (_, i) => ({
    at: START + i * 60,
    value: 20 + Math.round(30 * Math.sin(i)) / 10,
  }));
  await history.put([{ series: 'orders/cpu_usage', start: START, step: 60, points }]);
  const [item] = [...items.values()];
  expect(Buffer.from(item?.points as Uint8Array).length).toBeLessThan(1_100);
  expect(item?.ttl).toBe(START + 21_600 + 90 * 86_400);
});
