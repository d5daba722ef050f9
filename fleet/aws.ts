import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Parameter } from './faultParameters.ts';
import { METRIC_NAMESPACE } from './metrics/figures.ts';

const limits = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
};

/** CloudWatch without retries of its own: the publisher tries again and knows when to give up. */
export function metricsSink(): (data: MetricDatum[]) => Promise<void> {
  const client = new CloudWatchClient(limits);
  return async (MetricData) => {
    await client.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData }));
  };
}

/** @param endpoint of the emulator itself, not of the front that stands before it */
export function ecsClient(endpoint: string): ECSClient {
  return new ECSClient({ ...limits, maxAttempts: 3, endpoint });
}

/** SSM without retries of its own: what was not read now is read ten seconds later. */
export function parameterReader(): (names: readonly string[]) => Promise<Parameter[]> {
  const client = new SSMClient(limits);
  return async (names) => {
    const { Parameters = [], InvalidParameters = [] } = await client.send(
      new GetParametersCommand({ Names: [...names] }),
    );
    if (InvalidParameters.length > 0) throw new Error(`SSM knows no ${InvalidParameters.join(', ')}`);
    return Parameters.map(({ Name = '', Value = '', LastModifiedDate }) => ({
      name: Name,
      value: Value,
      since: LastModifiedDate?.getTime() ?? 0,
    }));
  };
}
