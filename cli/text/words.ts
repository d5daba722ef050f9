/** A name of the code as words. */
export const phrase = (name: string): string => name.replaceAll('_', ' ');

/** An action that is going on. */
export function doing(type: string): string {
  if (type.startsWith('restart_')) return 'restart';
  if (type === 'rollback_deployment') return 'rollback';
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

/** What holds when a guard lets something pass; a guard of a newer server is named. */
const passedGuards: Readonly<Record<string, string>> = {
  kill_switch: 'engine on',
  namespace_owns_service: 'own service',
  service_protected: 'not protected',
  deploying: 'no deployment',
  maintenance_window: 'no maintenance',
  cooldown: 'cooled down',
  budget: 'within budget',
  too_many_unhealthy: 'few unhealthy',
  dependency_healthy: 'own trouble',
  still_needed: 'still needed',
  autonomy: 'may act alone',
  consent: 'tagged for it',
  available: 'action known',
};
export const passedGuard = (guard: string): string => passedGuards[guard] ?? phrase(guard);
