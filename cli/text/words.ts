/** A name of the code as words. */
export const phrase = (name: string): string => name.replaceAll('_', ' ');

/** An action that is going on. */
export function doing(type: string): string {
  if (type.startsWith('restart_')) return 'restart';
  return type === 'scale' ? 'scaling' : phrase(type);
}

const subjects: Record<string, string> = {
  memory_usage: 'memory is back',
  cpu_usage: 'CPU is back',
  error_rate: 'errors are gone',
  latency_p50: 'latency is back',
  latency_p95: 'latency is back',
  latency_p99: 'latency is back',
  connection_pool_usage: 'pool is back',
  request_rate: 'traffic is back',
  running_tasks: 'tasks are back',
};

/** What a verified repair brought back. */
export const isBack = (metric: string | null): string =>
  metric === null ? 'health is back' : (subjects[metric] ?? `${phrase(metric)} is back`);
