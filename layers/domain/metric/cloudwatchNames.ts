import type { MetricSource } from '../service/service.ts';

interface Name {
  metric: string;
  name: string;
  statistic: string;
}

// Several tasks publish under one service's dimensions: what each has a share of is averaged, what adds up is summed.
const fleet: readonly Name[] = [
  ...[
    'cpu_usage',
    'memory_usage',
    'error_rate',
    'latency_p50',
    'latency_p95',
    'latency_p99',
    'connection_pool_usage',
  ].map((name) => ({ metric: name, name, statistic: 'Average' })),
  { metric: 'request_rate', name: 'request_rate', statistic: 'Sum' },
  { metric: 'running_tasks', name: 'running_tasks', statistic: 'Sum' },
];

const namespaces: Record<string, readonly Name[]> = {
  'AWS/ECS': [
    { metric: 'cpu_usage', name: 'CPUUtilization', statistic: 'Average' },
    { metric: 'memory_usage', name: 'MemoryUtilization', statistic: 'Average' },
  ],
  'ECS/ContainerInsights': [{ metric: 'running_tasks', name: 'RunningTaskCount', statistic: 'Average' }],
};

/** What Container Insights publishes of an EKS cluster's workloads; a pod's name there is its workload's. */
const pods: readonly Name[] = [
  { metric: 'cpu_usage', name: 'pod_cpu_utilization_over_pod_limit', statistic: 'Average' },
  { metric: 'memory_usage', name: 'pod_memory_utilization_over_pod_limit', statistic: 'Average' },
];

/** What CloudWatch is asked for of one Deployment on EKS. */
export const podMetrics = (place: { cluster: string; namespace: string; deployment: string }): MetricSource[] =>
  pods.map(({ metric, name, statistic }) => ({
    metric,
    source: 'cloudwatch',
    namespace: 'ContainerInsights',
    name,
    dimensions: { ClusterName: place.cluster, Namespace: place.namespace, PodName: place.deployment },
    statistic,
  }));

/** Our name for what CloudWatch calls so in a namespace; undefined for what the catalogue does not know. */
export function metricNamed(namespace: string, name: string): string | undefined {
  if (Object.hasOwn(namespaces, namespace)) return namespaces[namespace]?.find((one) => one.name === name)?.metric;
  return [...fleet, ...pods].find((one) => one.name === name)?.metric;
}

/** What CloudWatch is asked for of one ECS service in one namespace. A namespace of one's own uses our names. */
export function cloudwatchMetrics(
  namespace: string,
  { cluster, service }: { cluster: string; service: string },
  wanted?: readonly string[],
): MetricSource[] {
  return (namespaces[namespace] ?? fleet)
    .filter(({ metric }) => wanted === undefined || wanted.includes(metric))
    .map(({ metric, name, statistic }) => ({
      metric,
      source: 'cloudwatch',
      namespace,
      name,
      dimensions: { ClusterName: cluster, ServiceName: service },
      statistic,
    }));
}
