import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { TaskReport } from '../service/messages.ts';
import type { TrafficSeen } from './traffic.ts';

export const METRIC_NAMESPACE = 'Forestall/Fleet';
export const WINDOW_SECONDS = 10;

/** A window's figures of one service, or of one task of it; what was not measured is absent. */
export interface Figures {
  cpu_usage?: number;
  memory_usage?: number;
  error_rate?: number;
  latency_p50?: number;
  latency_p95?: number;
  latency_p99?: number;
  request_rate: number;
  connection_pool_usage?: number;
  running_tasks: number;
}

/** The unit of each metric and the statistic that makes sense across a service's tasks. The supervisor publishes one
 *  value a service; on Fargate each task publishes its own, and the same statistic gives the same meaning. */
export const METRICS: Record<keyof Figures, { unit: StandardUnit; across_tasks: 'Average' | 'Sum' }> = {
  cpu_usage: { unit: 'Percent', across_tasks: 'Average' },
  memory_usage: { unit: 'Percent', across_tasks: 'Average' },
  error_rate: { unit: 'None', across_tasks: 'Average' },
  latency_p50: { unit: 'Milliseconds', across_tasks: 'Average' },
  latency_p95: { unit: 'Milliseconds', across_tasks: 'Average' },
  latency_p99: { unit: 'Milliseconds', across_tasks: 'Average' },
  request_rate: { unit: 'Count/Second', across_tasks: 'Sum' },
  connection_pool_usage: { unit: 'Percent', across_tasks: 'Average' },
  running_tasks: { unit: 'Count', across_tasks: 'Sum' },
};

export interface TaskSize {
  cpuShare: number;
  memoryBytes: number;
}

/** Folds a window into figures.
 *  CPU and memory are averages over the tasks, as ECS's own service metrics are, so that a policy written here means
 *  the same on AWS; a single bad task of many shows less, which is so there as well.
 *  @param reports of the tasks that ran, in any number; without any, CPU, memory and pool are not known
 *  @param runningTasks the fewest that ran at any moment of the window */
export function figuresOf(
  traffic: TrafficSeen,
  reports: readonly TaskReport[],
  size: TaskSize,
  runningTasks: number,
  windowSeconds = WINDOW_SECONDS,
): Figures {
  const figures: Figures = { request_rate: traffic.requests / windowSeconds, running_tasks: runningTasks };
  if (traffic.requests > 0) {
    figures.error_rate = traffic.errors / traffic.requests;
    figures.latency_p50 = traffic.p50;
    figures.latency_p95 = traffic.p95;
    figures.latency_p99 = traffic.p99;
  }
  const seconds = total(reports, (report) => report.seconds);
  if (seconds > 0) {
    const cpuMs = total(reports, (report) => report.cpuMs);
    const mean = (of: (report: TaskReport) => number) =>
      total(reports, (report) => of(report) * report.seconds) / seconds;
    figures.cpu_usage = (cpuMs / (seconds * 1000 * size.cpuShare)) * 100;
    figures.memory_usage = (mean((report) => report.rssBytes) / size.memoryBytes) * 100;
    figures.connection_pool_usage = mean((report) => report.poolInUse / report.poolSize) * 100;
  }
  return figures;
}

function total(reports: readonly TaskReport[], of: (report: TaskReport) => number): number {
  return reports.reduce((sum, report) => sum + of(report), 0);
}

/** The figures of one service as CloudWatch takes them.
 *  @param at start of the window, epoch seconds */
export function metricData(
  figures: Figures,
  dimensions: { cluster: string; service: string },
  at: number,
): MetricDatum[] {
  const Dimensions = [
    { Name: 'ClusterName', Value: dimensions.cluster },
    { Name: 'ServiceName', Value: dimensions.service },
  ];
  const data: MetricDatum[] = [];
  for (const name of Object.keys(METRICS)) {
    if (!isMetric(name)) continue;
    const value = figures[name];
    if (value === undefined) continue;
    data.push({
      MetricName: name,
      Dimensions,
      Timestamp: new Date(at * 1000),
      Value: value,
      Unit: METRICS[name].unit,
      StorageResolution: 1,
    });
  }
  return data;
}

function isMetric(name: string): name is keyof Figures {
  return name in METRICS;
}
