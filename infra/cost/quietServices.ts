import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { type Figures, METRIC_NAMESPACE, metricData, WINDOW_SECONDS } from '#fleet/metrics/figures.ts';
import { seeded } from '#fleet/random.ts';
import { CLUSTER } from '#fleet/services.ts';

export interface Endpoint {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

export const USUAL: Required<Figures> = {
  cpu_usage: 25,
  memory_usage: 30,
  error_rate: 0.001,
  latency_p50: 20,
  latency_p95: 30,
  latency_p99: 40,
  request_rate: 15,
  connection_pool_usage: 2,
  running_tasks: 2,
};

/** Books services that are watched, in ECS alone: there is no process behind them, only their figures. */
export async function bookServices(to: Endpoint, count: number): Promise<string[]> {
  const ecs = new ECSClient(to);
  const names = Array.from({ length: count }, (_, index) => `quiet-${index + 1}`);
  await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'quiet',
      containerDefinitions: [{ name: 'quiet', image: 'quiet', essential: true, cpu: 256, memory: 320 }],
    }),
  );
  for (const serviceName of names) {
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName,
        taskDefinition: taskDefinition?.taskDefinitionArn,
        desiredCount: 2,
        tags: [
          { key: 'forestall:watch', value: 'true' },
          { key: 'forestall:owner', value: serviceName },
        ],
      }),
    );
  }
  ecs.destroy();
  return names;
}

/** Publishes what quiet services show, every ten seconds: all nine metrics, a little noise, nothing wrong.
 *  @returns ends it */
export function publishQuiet(to: Endpoint, names: readonly string[], failed: (error: unknown) => void): () => void {
  const cloudwatch = new CloudWatchClient(to);
  const random = seeded(11);
  const near = (value: number) => value * (0.97 + 0.06 * random());
  const publish = () => {
    const at = Math.floor(Date.now() / 1000 / WINDOW_SECONDS) * WINDOW_SECONDS - WINDOW_SECONDS;
    const MetricData: MetricDatum[] = names.flatMap((service) =>
      metricData(
        {
          ...USUAL,
          cpu_usage: near(USUAL.cpu_usage),
          memory_usage: near(USUAL.memory_usage),
          latency_p50: near(USUAL.latency_p50),
          latency_p95: near(USUAL.latency_p95),
          latency_p99: near(USUAL.latency_p99),
          request_rate: near(USUAL.request_rate),
        },
        { cluster: CLUSTER, service },
        at,
      ),
    );
    cloudwatch.send(new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData })).catch(failed);
  };
  publish();
  const timer = setInterval(publish, WINDOW_SECONDS * 1000);
  return () => {
    clearInterval(timer);
    cloudwatch.destroy();
  };
}
