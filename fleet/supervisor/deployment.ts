/** What a task is doing: waiting for its place, starting, serving, leaving. `stopped` ones are only remembered. */
export type Phase = 'provisioning' | 'pending' | 'running' | 'stopping' | 'stopped';

export interface TaskView {
  id: string;
  deployment: string;
  phase: Phase;
  healthy: boolean;
  /** epoch milliseconds */
  createdAt: number;
}

export interface ServiceView {
  desired: number;
  /** the deployment that the service should end up with */
  primary: string;
  inProgress: boolean;
  tasks: readonly TaskView[];
  minHealthyPercent: number;
  maxPercent: number;
  /** how many more tasks the machine can hold */
  places: number;
  /** after failed starts ECS waits before it tries again */
  heldBack: boolean;
}

export type StopCause = 'scaling in' | 'replaced';
export type Decision =
  | { kind: 'start'; count: number }
  | { kind: 'stop'; task: string; cause: StopCause }
  | { kind: 'complete' };

/** What ECS's scheduler would do next with this service. Pure; called again after every change. */
export function decide(view: ServiceView): Decision[] {
  const live = view.tasks.filter((task) => task.phase !== 'stopping' && task.phase !== 'stopped');
  const current = live.filter((task) => task.deployment === view.primary);
  const old = live.filter((task) => task.deployment !== view.primary);
  const decisions: Decision[] = [
    ...surplus(current, view.desired).map((task) => stop(task, 'scaling in')),
    ...replaceable(current, old, view).map((task) => stop(task, 'replaced')),
  ];
  const starting = startable(view, current.length, live.length);
  if (starting > 0) decisions.push({ kind: 'start', count: starting });
  if (view.inProgress && isComplete(view, current)) decisions.push({ kind: 'complete' });
  return decisions;
}

function stop(task: TaskView, cause: StopCause): Decision {
  return { kind: 'stop', task: task.id, cause };
}

function startable(view: ServiceView, current: number, live: number): number {
  if (view.heldBack) return 0;
  const most = Math.floor((view.desired * view.maxPercent) / 100);
  return Math.max(0, Math.min(view.desired - current, most - live, view.places));
}

/** Those too many: first what does not serve yet, then the newest. */
function surplus(current: readonly TaskView[], desired: number): TaskView[] {
  return [...current]
    .sort((a, b) => Number(a.healthy) - Number(b.healthy) || b.createdAt - a.createdAt)
    .slice(0, Math.max(0, current.length - desired));
}

/** Tasks of earlier deployments that may go now, because enough healthy ones remain without them. */
function replaceable(current: readonly TaskView[], old: readonly TaskView[], view: ServiceView): TaskView[] {
  const fewest = Math.ceil((view.desired * view.minHealthyPercent) / 100);
  let healthy = [...current, ...old].filter((task) => task.healthy).length;
  const leaving: TaskView[] = [];
  for (const task of [...old].sort((a, b) => Number(a.healthy) - Number(b.healthy) || a.createdAt - b.createdAt)) {
    if (task.healthy && healthy - 1 < fewest) break;
    if (task.healthy) healthy -= 1;
    leaving.push(task);
  }
  return leaving;
}

function isComplete(view: ServiceView, current: readonly TaskView[]): boolean {
  const oldOnesGone = view.tasks.every((task) => task.deployment === view.primary || task.phase === 'stopped');
  return oldOnesGone && current.length === view.desired && current.every((task) => task.healthy);
}

const TRIES_AT_ONCE = 3;
const LONGEST_PAUSE_MS = 60_000;

/** How long to wait before the next start after so many starts in a row that never became healthy. */
export function pauseAfterFailures(failures: number): number {
  if (failures <= TRIES_AT_ONCE) return 0;
  return Math.min(LONGEST_PAUSE_MS, 5_000 * 2 ** (failures - TRIES_AT_ONCE - 1));
}
