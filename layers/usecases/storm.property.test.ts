import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '#domain/detection/made.fixture.ts';
import { anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { ActionType } from './actionType.ts';
import { ask, NothingToAsk } from './awaitApproval.ts';
import { considerPolicies } from './considerPolicies.ts';
import { decideApproval } from './decideApproval.ts';
import { interleaved } from './interleaved.fixture.ts';
import { type Gate, inMemory, NOW, newWorld, type World } from './memory.fixture.ts';
import type { Next } from './next.ts';
import { act, admit, finish, undo } from './runRemediation.ts';
import { sweepIntents } from './sweepIntents.ts';
import { verify } from './verifyAction.ts';

const METRICS = ['memory_usage', 'error_rate', 'latency_p99', 'cpu_usage', 'queue_age'];
const MOST = { service: 3, fleet: 10 };

/** Thousands of steps, on a machine that may be busy. */
const PATIENT = { timeout: 120_000 };

interface Done {
  service: string;
  at: number;
  /** the ladder that held the service then: a repeat finds it done */
  by: string;
}

/** What is done is on the record, with its time: the truth that budgets are held against. */
const restarting = (world: World, done: Done[]): ActionType => ({
  name: 'restart_container',
  changes: true,
  withoutUndo: 'a restart cannot be taken back',
  check: () => [],
  plan: async (service) => ({ plan: { service: service.name } }),
  async act({ service }, { mayChange }) {
    await mayChange();
    const by = world.locks.get(`lock#${service}`)?.intent ?? '';
    if (!done.some((one) => one.by === by)) done.push({ service: `${service}`, at: world.now, by });
  },
  settled: async () => ({ state: 'settled' }),
});

/** Trouble everywhere that something is watched: one anomaly a metric of each of the first services. */
function storm(troubled: number, watched: number, autonomy: readonly ('auto' | 'suggest')[]): World {
  const services = Array.from({ length: watched }, (_, index) => aService({ name: `service-${index}` }));
  const sick = services.slice(0, troubled).flatMap(({ name }) => METRICS.map((metric) => ({ service: name, metric })));
  return newWorld({
    services,
    policies: METRICS.map((metric, index) =>
      aPolicy({
        id: `policy_${metric.replace('_', '')}`,
        name: metric,
        condition: `anomaly(${metric})`,
        ladder: [{ type: 'restart_container', parameters: {} }],
        autonomy: autonomy[index % autonomy.length] ?? 'auto',
        cooldown_seconds: 60,
        updated_at: toInstant(0),
      }),
    ),
    anomalies: sick.map((of, index) => anAnomaly({ ...of, id: `anomaly_${index}`, detected_at: toInstant(NOW - 30) })),
    latest: sick.map((of) => aValue({ ...of, value: 90, at: NOW - 20 })),
  });
}

/** One execution, as far as it comes by itself: it stops where it ends, or waits for a person. */
async function execute(name: string, world: World, types: ActionType[], gate: Gate): Promise<void> {
  const ports = inMemory(world, types, gate);
  const tasks = { admit, act, verify, undo };
  const running = world.executions.get(name);
  if (running?.status !== 'running') return;
  let step: Next = { id: running.actionId, next: 'admit', wait_seconds: 0 };
  for (let count = 0; count < 60 && step.next !== 'end'; count++) {
    const { id, next } = step;
    if (next === 'ask') {
      const token = `${name}#${count}#${world.now}`;
      world.waiting.set(token, null);
      try {
        await ask(id, token, ports);
        return; // it waits: who answers has it go on with `admit`, as the next round here does
      } catch (error) {
        if (!(error instanceof NothingToAsk)) return;
        step = { ...step, next: 'admit' };
      }
    } else if (next === 'wait') step = { ...step, next: 'verify' };
    else if (next === 'finish') step = await finish(id, 'States.TaskFailed', ports);
    else step = await tasks[next](id, ports);
  }
  if (step.next === 'end') running.status = 'succeeded';
}

/** So many minutes of it: evaluators side by side, executions, clicks that come twice and late, workers that die. */
async function weather(
  world: World,
  minutes: number,
  random: () => number,
  { mishaps = 0, between = () => {} } = {},
): Promise<Done[]> {
  const done: Done[] = [];
  const types = [restarting(world, done)];
  for (let minute = 0; minute < minutes; minute++) {
    world.now += 60;
    world.latest = world.latest.map((one) => ({ ...one, at: Math.floor(world.now) - 20 }));
    const evaluate = (gate: Gate) => considerPolicies(undefined, inMemory(world, types, gate));
    const runs = [...world.executions]
      .filter(([, { status }]) => status === 'running')
      .map(
        ([name]) =>
          (gate: Gate) =>
            execute(name, world, types, gate),
      );
    const clicks = [...world.actions.values()]
      .filter(({ status }) => status === 'awaiting_approval')
      .flatMap(({ id }) => [id, id])
      .map(
        (id) => (gate: Gate) =>
          decideApproval(
            {
              id,
              decision: random() < 0.8 ? 'approved' : 'rejected',
              by: 'key:a',
              note: null,
              hash: null,
              namespaces: null,
            },
            inMemory(world, types, gate),
          ),
      );
    const sweep = (gate: Gate) => sweepIntents(inMemory(world, types, gate));
    await interleaved(
      [evaluate, evaluate, sweep, ...runs, ...clicks],
      random,
      { crash: mishaps, fail: mishaps },
      () => {
        world.now += 0.001;
        between();
      },
    );
  }
  return done;
}

/** The most that lie within one hour. */
const mostAnHour = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 3_590).length));

function withinBudgets(done: readonly Done[]): void {
  expect(mostAnHour(done.map(({ at }) => at))).toBeLessThanOrEqual(MOST.fleet);
  for (const service of new Set(done.map((one) => one.service))) {
    const own = done.filter((one) => one.service === service).map(({ at }) => at);
    expect(mostAnHour(own), service).toBeLessThanOrEqual(MOST.service);
  }
}
const pages = (world: World): Action[] =>
  [...world.actions.values()].filter(({ type, cause }) => type === 'alert' && cause.id.startsWith('storm_'));

describe('a storm of 1,000 anomalies', PATIENT, () => {
  test('on services that are half of all: nothing is done, and one page says why', async () => {
    const world = storm(200, 300, ['auto']);
    expect(world.anomalies).toHaveLength(1_000);
    const done = await weather(world, 2, seeded(1));
    expect(done).toEqual([]);
    expect(pages(world)).toHaveLength(1);
    expect(pages(world)[0]).toMatchObject({
      parameters: { severity: 'critical' },
      reason: expect.stringMatching(
        /200 of 300 services are unhealthy at once \(service-0, .* …\).*A person should look/,
      ),
    });
  });

  test.each([
    ['that may act', ['auto'], 2],
    ['that ask', ['suggest'], 5],
  ] as const)('on few of many, under policies %s: the budget, and one page', async (_what, autonomy, minutes) => {
    const world = storm(200, 500, autonomy);
    const done = await weather(world, minutes, seeded(7));
    withinBudgets(done);
    expect(done.length).toBeGreaterThan(0);
    const asked = [...world.actions.values()].filter(({ approval }) => approval?.asked_at);
    const rejected = asked.filter(({ status }) => status === 'rejected'); // they gave their share back
    expect(asked.length - rejected.length, 'nor are people asked without end').toBeLessThanOrEqual(MOST.fleet);
    expect(pages(world)).toHaveLength(1);
    expect(pages(world)[0]?.reason).toMatch(/the fleet had its 10 actions of this hour/);
  });
});

test(
  'no order of events gets past the budgets: any number of services, mishaps, clicks and hours',
  PATIENT,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 6 }), fc.boolean(), async (seed, troubled, asks) => {
        const world = storm(troubled, troubled * 3, asks ? ['auto', 'suggest'] : ['auto']);
        withinBudgets(await weather(world, 66, seeded(seed), { mishaps: 0.005 }));
      }),
      { numRuns: 3 },
    );
  },
);

test('the switch stops what has not happened yet, at whatever step it falls', PATIENT, async () => {
  let stopped = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 2_500 }), async (seed, after) => {
      const world = storm(4, 12, ['auto', 'suggest']);
      let steps = 0;
      let fell = Number.POSITIVE_INFINITY;
      const between = () => {
        steps += 1;
        if (steps !== after) return;
        fell = world.now;
        world.kill = { enabled: false, reason: 'game day', unreadable: seed % 2 === 0 };
      };
      const done = await weather(world, 6, seeded(seed), { between });
      expect(done.filter(({ at }) => at > fell)).toEqual([]);
      stopped += [...world.actions.values()].filter(({ verdict_reason }) => /switch/.test(verdict_reason ?? '')).length;
    }),
    { numRuns: 20 },
  );
  expect(stopped, 'some were on their way').toBeGreaterThan(0);
});
