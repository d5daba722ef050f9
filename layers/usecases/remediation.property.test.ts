import { describe, expect, test } from 'vitest';
import { seeded } from '#domain/detection/made.fixture.ts';
import { anAnomaly, aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type { ActionType } from './actionType.ts';
import { considerPolicies } from './considerPolicies.ts';
import { interleaved, type Random } from './interleaved.fixture.ts';
import { type Gate, inMemory, newWorld, type World } from './memory.fixture.ts';
import { act, admit, finish, undo } from './runRemediation.ts';
import { sweepIntents } from './sweepIntents.ts';
import { verify } from './verifyAction.ts';

const NAMES = ['orders', 'users'];
const METRICS = ['memory_usage', 'error_rate', 'latency_p99'];

/** A type whose effect is on the record: `done` says for which action, at what time, and by which ladder's lock. */
function restarting(world: World, done: { id: string; service: string; at: number; lock: string }[]): ActionType {
  return {
    name: 'restart_container',
    changes: true,
    withoutUndo: 'a restart cannot be taken back',
    check: () => [],
    plan: async (service) => ({ plan: { service: service.name, begun: done.length, id: `${service.name}` } }),
    async act({ service }, { mayChange }) {
      await mayChange();
      const lock = world.locks.get(`lock#${service}`)?.intent ?? '';
      if (!done.some((one) => one.lock === lock)) done.push({ id: lock, service: `${service}`, at: world.now, lock });
    },
    settled: async () => ({ state: 'settled' }),
  };
}

function troubled(): World {
  const latest = NAMES.flatMap((service) =>
    METRICS.map((metric) => aValue({ service, metric, value: 0.9, expected: 0, upper: 0.1, lower: 0 })),
  );
  return newWorld({
    services: NAMES.map((name) => aService({ name })),
    policies: METRICS.map((metric) =>
      aPolicy({
        id: `policy_${metric.replace('_', '')}`,
        name: metric,
        condition: `anomaly(${metric})`,
        ladder: [{ type: 'restart_container', parameters: {} }],
        alerts: [{ type: 'alert', parameters: {} }],
        updated_at: toInstant(0),
      }),
    ),
    latest,
  });
}

/** The state machine: it goes from task to task, tries each again, and ends in `finish` when one fails for good. */
async function execute(name: string, world: World, types: ActionType[], gate: Gate): Promise<void> {
  const ports = inMemory(world, types, gate);
  const tasks = { admit, act, verify, undo };
  const running = world.executions.get(name);
  if (!running) return;
  const tried = async (id: string, task: keyof typeof tasks) => {
    for (let tries = 0; tries < 4; tries++) {
      try {
        return await tasks[task](id, ports);
      } catch {}
    }
    return finish(id, 'States.TaskFailed', ports);
  };
  let step: { id: string; next: string } = { id: running.actionId, next: 'admit' };
  for (let count = 0; count < 40 && step.next !== 'end'; count++) {
    const { next } = step;
    step = await tried(step.id, next === 'admit' || next === 'act' || next === 'undo' ? next : 'verify');
  }
  running.status = 'succeeded';
}

const claimed = (world: World): Action[] =>
  [...world.actions.values()].filter(({ type, status }) => type !== 'alert' && status !== 'held');
/** When an action had its verdict: after that it changes nothing, and lets go of its service. */
const judged = ({ timeline, verdict_reason }: Action): number =>
  seconds(timeline.find(({ what }) => what === verdict_reason)?.at ?? null);
const seconds = (instant: string | null): number => Date.parse(instant ?? '') / 1000;

/** An hour and a half of trouble, minute by minute, each an interleaving: evaluators, stream records that come twice, sweeps,
 *  executions, under indexes that are behind; for six minutes of it the kill switch is off. */
async function trouble(random: Random) {
  const world = troubled();
  const done: { id: string; service: string; at: number; lock: string }[] = [];
  const types = [restarting(world, done)];
  world.lags = () => random() < 0.5;
  const off: { from: number; until: number } = { from: 0, until: 0 };
  let problems = 0;
  for (let minute = 0; minute < 90; minute++) {
    const calm = minute >= 80; // at the end nothing fails any more, and what was left is picked up
    world.now += 60;
    if (minute === 40) {
      world.kill = { ...world.kill, enabled: false, reason: 'a drill' };
      off.from = world.now;
    }
    if (minute === 46) {
      world.kill = { ...world.kill, enabled: true };
      off.until = world.now;
    }
    world.latest = world.latest.map((value) => ({
      ...value,
      at: Math.floor(world.now) - 20,
      value: random() < 0.5 ? 0.9 : 0.01,
    }));
    const service = NAMES[Math.floor(random() * NAMES.length)] ?? '';
    const metric = METRICS[Math.floor(random() * METRICS.length)] ?? '';
    if (random() < 0.4) {
      const at = toInstant(world.now);
      const id = `anomaly_${problems++}`;
      world.anomalies = [
        ...world.anomalies.filter((one) => one.service !== service || one.metric !== metric),
        anAnomaly({ id, service, metric, detected_at: at, updated_at: at }),
      ];
    }
    world.anomalies = world.anomalies.map((one) => ({ ...one, updated_at: toInstant(world.now) }));
    const evaluate = (gate: Gate) => considerPolicies(undefined, inMemory(world, types, gate));
    const record = (gate: Gate) => considerPolicies(service, inMemory(world, types, gate));
    const sweep = (gate: Gate) => sweepIntents(inMemory(world, types, gate));
    const executions = [...world.executions].filter(([, { status }]) => status === 'running');
    const runs = executions.map(
      ([name]) =>
        async (gate: Gate) =>
          execute(name, world, types, gate),
    );
    await interleaved(
      calm ? [sweep, ...runs] : [evaluate, evaluate, record, record, sweep, ...runs],
      random,
      calm ? { crash: 0, fail: 0 } : { crash: 0.01, fail: 0.01 },
      () => {
        world.now += 0.05 * random();
      },
    );
    // an execution whose worker died is lost, as when a region is
    for (const [name, execution] of executions) {
      if (execution.status === 'running') world.executions.set(name, { ...execution, status: 'failed' });
    }
  }
  return { world, done, off };
}

describe('whatever the order, the repeats and the crashes', () => {
  let afterwards = 0;
  let happened = 0;
  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'no guard is got past and nothing is left behind (seed %d)',
    async (seed) => {
      const { world, done, off } = await trouble(seeded(seed));
      const actions = claimed(world);
      expect(actions.length, 'something happened').toBeGreaterThan(0);
      happened += actions.length;

      // every claimed intent was started, and has ended
      for (const action of actions) {
        expect(world.executions.has(action.id), action.id).toBe(true);
        expect(endedStatuses, `${action.id} ${JSON.stringify(action.timeline)}`).toContain(action.status);
      }
      // one execution an intent; another only when the first was lost
      for (const [name, { actionId }] of world.executions) {
        if (name !== actionId) expect(name).toMatch(/-r\d$/);
      }
      expect(new Set(done.map(({ lock }) => lock)).size).toBe(done.length);
      // and none while the switch was off
      expect(done.filter(({ at }) => at > off.from && at < off.until)).toEqual([]);
      afterwards += done.filter(({ at }) => at > off.until).length;

      for (const service of NAMES) {
        const own = actions
          .filter((action) => action.service === service)
          .sort((a, b) => seconds(a.created_at) - seconds(b.created_at));
        const starts = own.map(({ timeline }) => seconds(timeline[0]?.at ?? null));
        // cooldown of the target: five minutes between two claims
        for (const [index, start] of starts.slice(1).entries())
          expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(299);
        // budget: three in any hour; what ended without having changed anything gives its share back
        const changes = own
          .filter(({ acted_at }) => acted_at !== null)
          .map(({ timeline }) => seconds(timeline[0]?.at ?? null));
        for (const start of changes)
          expect(changes.filter((at) => at >= start && at < start + 3_599).length).toBeLessThanOrEqual(3);
        // one at a time: from the change to its verdict no other ladder changes anything
        for (const action of own.filter(({ acted_at }) => acted_at !== null)) {
          const within = done.filter(
            (one) =>
              one.service === service &&
              one.lock !== action.ladder &&
              one.at > seconds(action.acted_at) &&
              one.at < judged(action),
          );
          expect(within).toEqual([]);
        }
      }
      const all = actions
        .filter(({ acted_at }) => acted_at !== null)
        .map(({ timeline }) => seconds(timeline[0]?.at ?? null));
      for (const start of all)
        expect(all.filter((at) => at >= start && at < start + 3_599).length).toBeLessThanOrEqual(10);

      // each alert went out once a cause
      const alerts = [...world.actions.values()].filter(
        ({ type, cause }) => type === 'alert' && cause.id.startsWith('anomaly_'),
      );
      expect(new Set(alerts.map(({ policy_id, cause }) => `${policy_id} ${cause.id}`)).size).toBe(alerts.length);
      // nothing stays locked
      expect([...world.locks].filter(([name, { until }]) => name.startsWith('lock#') && until > world.now)).toEqual([]);
    },
  );

  test('much happened, and after the switch was on again too', () => {
    expect(happened).toBeGreaterThan(40 * 5);
    expect(afterwards).toBeGreaterThan(40);
  });
});
