import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Parameter } from './faultParameters.ts';
import type { FlagSource } from './flags/watch.ts';
import { METRIC_NAMESPACE } from './metrics/figures.ts';

const limits = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
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

/** The most often that AppConfig lets a session ask. */
const ASK_EVERY_SECONDS = 15;

/** A service's flags, without retries: what was not read now is read a few seconds later.
 *  @param place application, environment and profile, each by its id or its name */
export function flagSource(place: { application: string; environment: string; profile: string }): FlagSource {
  const client = new AppConfigDataClient(limits);
  return {
    async begin() {
      const { InitialConfigurationToken = '' } = await client.send(
        new StartConfigurationSessionCommand({
          ApplicationIdentifier: place.application,
          EnvironmentIdentifier: place.environment,
          ConfigurationProfileIdentifier: place.profile,
          RequiredMinimumPollIntervalInSeconds: ASK_EVERY_SECONDS,
        }),
      );
      return InitialConfigurationToken;
    },
    async ask(token) {
      const { Configuration, NextPollConfigurationToken = '' } = await client.send(
        new GetLatestConfigurationCommand({ ConfigurationToken: token }),
      );
      // what the session has already comes as an empty body, which the SDK gives as no bytes at all
      const text = Configuration instanceof Uint8Array ? new TextDecoder().decode(Configuration) : '';
      return { text, next: NextPollConfigurationToken };
    },
  };
}
