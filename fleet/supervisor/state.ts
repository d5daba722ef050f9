import { outsideRate } from '../load/shape.ts';
import type { Publisher } from '../metrics/publisher.ts';
import { isBadVersion } from '../version.ts';
import type { Fleet } from './fleet.ts';
import type { FleetServiceRunner } from './service.ts';
import type { Task } from './task.ts';

/** The fleet as `GET /state` shows it. A fault of the processes counts as long as one that carries it still runs. */
export function stateOf(fleet: Fleet, publisher: Publisher) {
  const runners = [...fleet.services.values()];
  const load = fleet.load.state();
  return {
    steady: fleet.steady,
    services: runners.map((runner) => serviceState(runner, fleet.urls[runner.name])),
    faults: runners.flatMap((runner) => [
      ...faultsOf(runner),
      ...(load.surging.has(runner.name)
        ? [{ service: runner.name, fault: 'traffic-surge', tasks: runner.counts().running }]
        : []),
    ]),
    load: {
      factor: load.factor,
      shed: fleet.load.shed,
      from_outside: Object.fromEntries(
        runners.map(({ name }) => [name, Number(outsideRate(name, Date.now() / 1000, load).toFixed(2))]),
      ),
    },
    metrics: { lag_seconds: publisher.lagSeconds },
  };
}

function faultsOf(runner: FleetServiceRunner) {
  const carriers = new Map<string, number>();
  for (const task of runner.tasks) for (const fault of task.faults) carriers.set(fault, (carriers.get(fault) ?? 0) + 1);
  if (runner.burning) carriers.set('cpu-burn', runner.counts().running);
  if (runner.slow) carriers.set('slow-dependency', runner.counts().running);
  const bad = runner.tasks.filter(
    ({ phase, definition }) => phase !== 'stopped' && isBadVersion(definition.environment),
  );
  if (bad.length > 0 || isBadVersion(runner.primary.definition.environment)) carriers.set('bad-version', bad.length);
  return [...carriers].map(([fault, tasks]) => ({ service: runner.name, fault, tasks }));
}

function serviceState(runner: FleetServiceRunner, url: string) {
  const { running, pending } = runner.counts();
  return {
    name: runner.name,
    url,
    desired: runner.desired,
    running,
    pending,
    rollout: runner.primary.rolloutState,
    flags: runner.flags,
    tasks: runner.tasks.map(taskState),
  };
}

function taskState(task: Task) {
  const report = task.lastReport;
  const running = task.phase === 'running' && report !== undefined;
  return {
    id: task.id,
    pid: task.pid,
    phase: task.phase,
    health: task.health,
    faults: [...task.faults],
    stopped_reason: task.stop?.reason,
    exit_code: task.exitCode,
    ...(running && {
      cpu_usage: round((report.cpuMs / (report.seconds * 1000)) * (1024 / task.definition.cpuUnits) * 100),
      memory_usage: round((report.rssBytes / (task.definition.memoryMiB * 1024 * 1024)) * 100),
      requests: report.requests,
      errors: report.errors,
      limited: report.limited,
      skipped: report.skipped,
      pool: { in_use: round(report.poolInUse), size: report.poolSize },
    }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
