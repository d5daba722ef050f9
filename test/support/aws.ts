import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { installation } from './installation.ts';

/** Clients of the test's own: the developer's credentials, on the deployment under test. */
export const local = () => ({
  endpoint: installation().emulator_url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 3,
});

/** The physical name of the one resource of a type whose logical id begins so (CDK adds eight hex digits). */
export function resource(type: string, beginning: string): string {
  const pattern = new RegExp(`^[^/]+/${type}/${beginning}[0-9A-F]{8}$`);
  const found = Object.entries(installation().resources).filter(([id]) => pattern.test(id));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${pattern} names ${found.length} resources: ${found.map(([id]) => id).join(', ')}`);
  return only[1];
}

/** Wakes a deployed function as its source does, and waits for its end. Throws what it died of. */
export async function wake(logicalId: string, event: object = {}): Promise<void> {
  const FunctionName = resource('AWS::Lambda::Function', logicalId);
  const wakes = new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) });
  const { FunctionError, Payload } = await new LambdaClient(local()).send(wakes);
  if (FunctionError !== undefined) throw new Error(`${logicalId}: ${FunctionError}: ${Payload?.transformToString()}`);
}

/** Books a service in ECS that Forestall may watch and act upon. Its metrics are the test's to publish. */
export async function bookService(name: string): Promise<void> {
  const ecs = new ECSClient(local());
  await ecs.send(new CreateClusterCommand({ clusterName: 'forestall-demo' }));
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      containerDefinitions: [{ name, image: `${name}:1`, memory: 64 }],
    }),
  );
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'forestall-demo',
      serviceName: name,
      taskDefinition: name,
      desiredCount: 2,
      tags: [
        { key: 'forestall:watch', value: 'true' },
        { key: 'forestall:act', value: 'true' },
      ],
    }),
  );
}

export interface Point {
  /** epoch seconds, start of its ten seconds */
  at: number;
  value: number;
  /** how many samples of this value arrive at once; more of them outweigh what was published before */
  count?: number;
}

/** Publishes points of one metric as the fleet does: high resolution, with ECS's dimensions. */
export async function publish(service: string, metric: string, points: readonly Point[]): Promise<void> {
  const cloudwatch = new CloudWatchClient(local());
  for (let i = 0; i < points.length; i += 500) {
    await cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'Forestall/Fleet',
        MetricData: points.slice(i, i + 500).map(({ at, value, count = 1 }) => ({
          MetricName: metric,
          Dimensions: [
            { Name: 'ClusterName', Value: 'forestall-demo' },
            { Name: 'ServiceName', Value: service },
          ],
          Timestamp: new Date(at * 1000),
          StorageResolution: 1,
          Values: [value],
          Counts: [count],
        })),
      }),
    );
  }
}
