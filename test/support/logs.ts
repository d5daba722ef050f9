import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { local, resource } from './aws.ts';

/** What a function of the deployment has logged, by the beginning of its logical id. */
export async function linesOf(beginning: string): Promise<string[]> {
  const FunctionName = resource('AWS::Lambda::Function', beginning);
  const { LoggingConfig } = await new LambdaClient(local()).send(new GetFunctionConfigurationCommand({ FunctionName }));
  const pages = paginateFilterLogEvents(
    { client: new CloudWatchLogsClient(local()) },
    { logGroupName: LoggingConfig?.LogGroup ?? '' },
  );
  const lines: string[] = [];
  for await (const { events = [] } of pages) lines.push(...events.map(({ message = '' }) => message));
  return lines;
}
