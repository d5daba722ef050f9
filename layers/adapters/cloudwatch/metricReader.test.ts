import type {
  CloudWatchClient,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import type { MetricQuery } from '#ports';
import { clientDouble } from '../double.fixture.ts';
import { metricReader } from './metricReader.ts';

const AT = 1_800_000_000;
const query = (name: string, change: Partial<MetricQuery['from']> = {}): MetricQuery => ({
  service: 'orders',
  step: 10,
  from: { metric: name, source: 'cloudwatch', namespace: 'Forestall/Fleet', name, statistic: 'Average', ...change },
});

type Answer = Pick<GetMetricDataCommandOutput, 'MetricDataResults' | 'NextToken'>;
function reader(answer: (input: GetMetricDataCommandInput, call: number) => Answer) {
  const calls: GetMetricDataCommandInput[] = [];
  const client = clientDouble<CloudWatchClient>({
    GetMetricDataCommand: (input: GetMetricDataCommandInput) => answer(input, calls.push(input)),
  });
  return { calls, read: (queries: readonly MetricQuery[]) => metricReader(client).read(queries, AT, AT + 60) };
}
const point = (Id: string | undefined, at: number, value: number) => ({
  Id,
  Timestamps: [new Date(at * 1000)],
  Values: [value],
});

test('asks five hundred metrics a call, each with its own statistic, period and dimensions', async () => {
  const { calls, read } = reader((input) => ({
    MetricDataResults: input.MetricDataQueries?.map(({ Id }) => point(Id, AT, 1)),
  }));
  const queries = Array.from({ length: 1_201 }, (_, i) => query(`m${i}`));
  const samples = await read([
    { ...query('p99', { statistic: 'p99', dimensions: { ServiceName: 'orders' } }), step: 60 },
    ...queries,
  ]);
  expect(calls.map(({ MetricDataQueries = [] }) => MetricDataQueries.length)).toEqual([500, 500, 202]);
  expect(new Set(samples.map(({ metric }) => metric)).size).toBe(1_202);
  expect(calls[0]?.MetricDataQueries?.[0]?.MetricStat).toEqual({
    Metric: { Namespace: 'Forestall/Fleet', MetricName: 'p99', Dimensions: [{ Name: 'ServiceName', Value: 'orders' }] },
    Period: 60,
    Stat: 'p99',
  });
  expect([calls[0]?.StartTime, calls[0]?.EndTime]).toEqual([new Date(AT * 1000), new Date((AT + 60) * 1000)]);
});

test('reads page after page', async () => {
  const { calls, read } = reader((_input, call) => ({
    MetricDataResults: [point('q0', AT + call * 10, call)],
    NextToken: call < 3 ? `page-${call}` : undefined,
  }));
  expect((await read([query('cpu_usage')])).map(({ at, value }) => [at - AT, value])).toEqual([
    [10, 1],
    [20, 2],
    [30, 3],
  ]);
  expect(calls.map(({ NextToken }) => NextToken)).toEqual([undefined, 'page-1', 'page-2']);
});

test('a point is ours: at the start of its period, in our unit, and a number', async () => {
  const { read } = reader(() => ({
    MetricDataResults: [
      { Id: 'q0', Timestamps: [AT + 3, AT + 10, AT + 20].map((at) => new Date(at * 1000)), Values: [0.5, Number.NaN] },
      point('q9', AT, 1),
    ],
  }));
  expect(await read([query('latency_p99', { scale: 1_000 })])).toEqual([
    { service: 'orders', metric: 'latency_p99', source: 'cloudwatch', at: AT, step: 10, value: 500 },
  ]);
});

test.each(['InternalError', 'Forbidden'] as const)(
  'a metric that was answered with %s does not count as asked',
  async (StatusCode) => {
    const { read } = reader(() => ({
      MetricDataResults: [
        point('q0', AT, 1),
        { Id: 'q1', StatusCode, Messages: [{ Code: StatusCode, Value: 'not now' }] },
      ],
    }));
    await expect(read([query('a'), query('b')])).rejects.toThrow(`${StatusCode} not now`);
  },
);
