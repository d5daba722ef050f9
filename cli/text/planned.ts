import { phrase } from './words.ts';

/** What changes, as far as the plan of this type of action tells. */
export function plannedText(type: string, plan: Readonly<Record<string, unknown>> | null | undefined): string {
  const { from, to, how, tasks } = plan ?? {};
  if (typeof from === 'number' && typeof to === 'number') return `${from} → ${to} tasks`;
  if (type === 'rollback_deployment') return `${versionIn(from)} → ${versionIn(to)}`;
  if (Array.isArray(tasks) && how === 'redeploy') return `${tasks.length} tasks, new before old`;
  if (Array.isArray(tasks)) return `${tasks.length} tasks, one by one`;
  return phrase(type);
}

/** `payments:7`, of a task definition's ARN. */
const versionIn = (taskDefinition: unknown): string => String(taskDefinition).split('/').at(-1) ?? '';
