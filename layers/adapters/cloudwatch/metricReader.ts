import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Sample } from '#domain/sample/sample.ts';
import type { MetricQuery, MetricReader } from '#ports';

const MOST_QUERIES = 500;

/** CloudWatch's points as samples. It is billed by the metric asked for, not by the point: one call, a wide window. */
export function metricReader(cloudwatch: CloudWatchClient): MetricReader {
  return {
    async read(queries, from, until) {
      const samples: Sample[] = [];
      for (let i = 0; i < queries.length; i += MOST_QUERIES) {
        samples.push(...(await readBatch(cloudwatch, queries.slice(i, i + MOST_QUERIES), from, until)));
      }
      return samples;
    },
  };
}

async function readBatch(
  cloudwatch: CloudWatchClient,
  queries: readonly MetricQuery[],
  from: number,
  until: number,
): Promise<Sample[]> {
  const byId = new Map(queries.map((query, index) => [`q${index}`, query]));
  const samples: Sample[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...byId].map(([Id, query]) => ask(Id, query)),
        StartTime: new Date(from * 1000),
        EndTime: new Date(until * 1000),
        ScanBy: 'TimestampAscending',
        NextToken,
      }),
    );
    for (const { Id, Timestamps = [], Values = [], StatusCode, Messages = [] } of page.MetricDataResults ?? []) {
      // what was not answered must not count as pulled: the next slot asks for it again
      if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
        throw new Error(`CloudWatch did not answer for a metric: ${StatusCode} ${Messages[0]?.Value ?? ''}`.trim());
      }
      const query = byId.get(Id ?? '');
      if (query) samples.push(...toSamples(query, Timestamps, Values));
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return samples;
}

const ask = (Id: string, { from, step }: MetricQuery): MetricDataQuery => ({
  Id,
  ReturnData: true,
  MetricStat: {
    Metric: {
      Namespace: from.namespace,
      MetricName: from.name,
      Dimensions: Object.entries(from.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: step,
    Stat: from.statistic ?? 'Average',
  },
});

function toSamples({ service, step, from }: MetricQuery, times: readonly Date[], values: readonly number[]): Sample[] {
  return times.flatMap((time, index) => {
    const value = values[index];
    if (value === undefined || !Number.isFinite(value)) return [];
    const at = Math.floor(time.getTime() / 1000 / step) * step;
    return [{ service, metric: from.metric, source: 'cloudwatch', at, step, value: value * (from.scale ?? 1) }];
  });
}
