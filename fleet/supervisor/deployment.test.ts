import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, pauseAfterFailures, type ServiceView, type TaskView } from './deployment.ts';

/** A service whose tasks take three steps to become healthy and one to leave. */
class Simulated {
  tasks: TaskView[] = [];
  desired: number;
  primary = 'd1';
  inProgress = true;
  now = 0;
  #made = 0;
  #percent: { min: number; max: number };

  constructor(desired: number, percent = { min: 100, max: 200 }) {
    this.desired = desired;
    this.#percent = percent;
  }

  view(): ServiceView {
    return {
      desired: this.desired,
      primary: this.primary,
      inProgress: this.inProgress,
      tasks: this.tasks,
      minHealthyPercent: this.#percent.min,
      maxPercent: this.#percent.max,
      places: 50,
      heldBack: false,
    };
  }

  step(): void {
    this.now += 1;
    this.tasks = this.tasks.map((task) => this.#older(task));
    for (const decision of decide(this.view())) {
      if (decision.kind === 'complete') this.inProgress = false;
      else if (decision.kind === 'start') for (let left = decision.count; left > 0; left -= 1) this.#add();
      else this.#change(decision.task, { phase: 'stopping', healthy: false });
    }
  }

  settle(steps = 60): this {
    for (let step = 0; step < steps; step += 1) this.step();
    return this;
  }

  deploy(name: string): void {
    this.primary = name;
    this.inProgress = true;
  }

  die(id: string): void {
    this.#change(id, { phase: 'stopped', healthy: false });
  }

  get healthy(): TaskView[] {
    return this.tasks.filter((task) => task.healthy);
  }

  get live(): TaskView[] {
    return this.tasks.filter((task) => task.phase !== 'stopping' && task.phase !== 'stopped');
  }

  #older(task: TaskView): TaskView {
    if (task.phase === 'stopping') return { ...task, phase: 'stopped' };
    const age = this.now - task.createdAt;
    if (task.phase === 'stopped' || age < 2) return task;
    return { ...task, phase: 'running', healthy: age >= 3 };
  }

  #add(): void {
    this.#made += 1;
    const id = `t${this.#made}`;
    this.tasks.push({ id, deployment: this.primary, phase: 'provisioning', healthy: false, createdAt: this.now });
  }

  #change(id: string, to: Partial<TaskView>): void {
    this.tasks = this.tasks.map((task) => (task.id === id ? { ...task, ...to } : task));
  }
}

test('starts what is wanted and then rests', () => {
  const service = new Simulated(2).settle();
  expect(service.live).toHaveLength(2);
  expect(service.inProgress).toBe(false);
  expect(decide(service.view())).toEqual([]);
});

test('a task that dies is replaced', () => {
  const service = new Simulated(2).settle();
  service.die('t1');
  expect(decide(service.view())).toEqual([{ kind: 'start', count: 1 }]);
  expect(service.settle().healthy.map(({ id }) => id)).toEqual(['t2', 't3']);
});

test('a deployment starts new tasks first and lets the old ones go when the new ones are healthy', () => {
  const service = new Simulated(2).settle();
  service.deploy('d2');
  expect(decide(service.view())).toEqual([{ kind: 'start', count: 2 }]);
  for (let step = 0; step < 30; step += 1) {
    service.step();
    expect(service.healthy.length).toBeGreaterThanOrEqual(2);
  }
  expect(service.live.every(({ deployment }) => deployment === 'd2')).toBe(true);
  expect(service.inProgress).toBe(false);
});

test('with 0 and 100 percent the old ones go first', () => {
  const service = new Simulated(2, { min: 0, max: 100 }).settle();
  service.deploy('d2');
  service.step();
  expect(service.live).toHaveLength(0);
  expect(service.settle().healthy).toHaveLength(2);
});

test('scaling in takes what does not serve yet, then the newest', () => {
  const service = new Simulated(1).settle();
  for (const wanted of [2, 3]) {
    service.desired = wanted;
    service.settle();
  }
  service.desired = 4;
  service.step();
  service.desired = 2;
  service.step();
  expect(service.live.map(({ id }) => id)).toEqual(['t1', 't2']);
});

test('a full machine starts no more than it can hold, and a service held back starts none', () => {
  const empty = new Simulated(4).view();
  expect(decide({ ...empty, places: 1 })).toEqual([{ kind: 'start', count: 1 }]);
  expect(decide({ ...empty, places: -3 })).toEqual([]);
  expect(decide({ ...empty, heldBack: true })).toEqual([]);
});

const event = fc.oneof(
  fc.record({ kind: fc.constant('scale' as const), to: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ kind: fc.constant('deploy' as const), to: fc.constant(0) }),
  fc.record({ kind: fc.constant('wait' as const), to: fc.integer({ min: 1, max: 5 }) }),
);

test('whatever is asked: never more than the maximum, never below the minimum by its own doing, and in the end as wanted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(event, { maxLength: 12 }), (desired, events) => {
      const service = new Simulated(desired).settle();
      let version = 1;
      for (const { kind, to } of events) {
        if (kind === 'scale') service.desired = to;
        if (kind === 'deploy') {
          version += 1;
          service.deploy(`d${version}`);
        }
        for (let step = 0; step < (kind === 'wait' ? to : 1); step += 1) {
          const before = { healthy: service.healthy.length, live: service.live.length };
          service.step();
          expect(service.healthy.length).toBeGreaterThanOrEqual(Math.min(before.healthy, service.desired));
          expect(service.live.length).toBeLessThanOrEqual(Math.max(before.live, 2 * service.desired));
        }
      }
      service.settle();
      expect(service.healthy).toHaveLength(service.desired);
      expect(service.live).toHaveLength(service.desired);
      expect(service.inProgress).toBe(false);
    }),
  );
});

test('the pause after failed starts grows and is bounded', () => {
  expect([0, 3, 4, 5, 6, 30].map(pauseAfterFailures)).toEqual([0, 0, 5_000, 10_000, 20_000, 60_000]);
});
