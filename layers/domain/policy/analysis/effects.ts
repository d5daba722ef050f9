import type { Rung } from '../policy.ts';

/** What an action surely does to what is measured of its service. Only what is certain stands here: a finding that is
 *  built on a guess is noise. */
export interface Effects {
  raises: readonly string[];
  lowers: readonly string[];
  /** a deployment is under way because of it */
  deploys: boolean;
}

const NONE: Effects = { raises: [], lowers: [], deploys: false };
/** What tasks share, so that each has less of it when there are more. */
export const SHARED = ['cpu_usage', 'connection_pool_usage', 'queue_age'];

/** What follows from a rung; `to` may be more tasks or fewer, and says nothing. */
export function effectsOf({ type, parameters }: Rung): Effects {
  switch (type) {
    case 'scale': {
      const way = scaling({ type, parameters });
      if (way === 'out') return { ...NONE, raises: ['running_tasks'], lowers: SHARED };
      return way === 'in' ? { ...NONE, raises: SHARED, lowers: ['running_tasks'] } : NONE;
    }
    case 'restart_container':
    case 'restart_pod':
      return {
        raises: [],
        lowers: ['running_tasks', 'memory_usage', 'connection_pool_usage'],
        deploys: parameters.strategy === 'redeploy',
      };
    case 'rollback_deployment':
      return { ...NONE, deploys: true };
    case 'rate_limiter':
      return parameters.mode === 'off' ? NONE : { ...NONE, raises: ['throttles'], lowers: ['request_rate'] };
    default:
      return NONE;
  }
}

/** Whether a rung adds tasks or takes some away; undefined where it names their number, or does neither. */
export function scaling({ type, parameters: { by, to } }: Rung): 'out' | 'in' | undefined {
  if (type !== 'scale' || to !== undefined) return undefined;
  return String(by ?? '+').startsWith('-') ? 'in' : 'out';
}

const MOST_TASKS = 100;
/** The bounds within which a rung scales, where it says none: as the type itself has them. */
const bounds = ({ parameters: { min_replicas, max_replicas } }: Rung): [number, number] => [
  typeof min_replicas === 'number' ? min_replicas : 1,
  typeof max_replicas === 'number' ? max_replicas : 10,
];

/** How many tasks a scaling leaves of so many; a share is rounded up, and the bounds win. */
export function tasksAfter(rung: Rung, tasks: number): number {
  const text = String(rung.parameters.by ?? '+50%');
  const amount = Number.parseInt(text, 10);
  const change = text.endsWith('%') ? Math.sign(amount) * Math.ceil((tasks * Math.abs(amount)) / 100) : amount;
  const [least, most] = bounds(rung);
  const bounded = Math.min(most, Math.max(least, tasks + change));
  return change > 0 ? Math.max(tasks, bounded) : Math.min(tasks, bounded);
}

/** Numbers of tasks that a service may have while these scale it. */
export function taskCounts(...rungs: readonly Rung[]): number[] {
  const least = Math.min(...rungs.map((rung) => bounds(rung)[0]));
  const most = Math.min(MOST_TASKS, Math.max(...rungs.map((rung) => bounds(rung)[1])));
  return Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => least + index);
}
