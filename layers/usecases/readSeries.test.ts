import { expect, test } from 'vitest';
import { anAction } from '#domain/fixtures.ts';
import { actingServices } from './actingServices.ts';
import { readSeries } from './readSeries.ts';

test('history and what is not in a block yet are one series: each time once, the newer value, only what was asked', async () => {
  const point = (at: number, value: number) => ({ at, value });
  const points = await readSeries(
    { service: 'orders', metric: 'cpu_usage', from: 10, until: 50 },
    {
      history: { read: async () => [point(30, 3), point(10, 1), point(20, 2)] },
      tail: {
        read: async (series) =>
          series === 'orders/cpu_usage' ? [point(0, 0), point(30, 33), point(40, 4), point(50, 5)] : [],
      },
    },
  );
  expect(points).toEqual([point(10, 1), point(20, 2), point(30, 33), point(40, 4)]);
});

test('a service is acted upon from the change on, not from the claim', async () => {
  const actions = [
    anAction({ service: 'orders', acted_at: '2027-01-15T08:00:00.000Z' }),
    anAction({ service: 'users', acted_at: null }),
  ];
  expect(await actingServices({ unfinished: async () => actions })).toEqual(new Set(['orders']));
});
