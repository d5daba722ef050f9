import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { faults, quiet, START, STEP, samplesOf, seeded } from '../detection/made.fixture.ts';
import { aService, aValue } from '../fixtures.ts';
import { aPrediction, climbing } from '../prediction/predictions.fixture.ts';
import { foldShard, latestOf, type Shard } from '../shard/shard.ts';
import type { Facts } from './evaluate.ts';
import { loadPolicyFile } from './load.ts';
import { judgePolicy } from './match.ts';

const text = readFileSync(new URL('../../../policies/fleet.yml', import.meta.url), 'utf8');
const { policies } = loadPolicyFile('fleet.yml', text, { configuration: Configuration.parse({}), now: 0 });

/** What each fault is answered with first, by the table of what cures it. */
const answers: Record<string, { by: string; does: string | undefined }> = {
  'memory-leak': { by: 'memory_leak', does: 'restart_container' },
  'cpu-burn': { by: 'cpu_pressure', does: 'scale' },
  latency: { by: 'slow_requests', does: 'restart_container' },
  errors: { by: 'failing_requests', does: 'restart_container' },
  'connection-leak': { by: 'connection_leak', does: 'restart_container' },
  crash: { by: 'tasks_died', does: undefined },
  'traffic-surge': { by: 'cpu_pressure', does: 'scale' },
};

/** The policies that fire, in order, with the seconds from the fault to it; judged with each point, as deployed. */
function fired(name: string, seed: number, deployed: Facts['deployments'] = {}): { name: string; seconds: number }[] {
  const random = seeded(seed);
  const into = STEP * random();
  const service = aService();
  const since = new Map<string, number>();
  const found = new Map<string, number>();
  let shard: Shard = new Map();
  for (let index = 0; index < 72; index++) {
    const at = START + index * STEP;
    const now = at + STEP + 3;
    const t = (index - 60 + 1) * STEP - into;
    const figures = quiet(at, random);
    const shows = index >= 60 ? (faults[name]?.(figures, t) ?? figures) : figures;
    shard = foldShard(shard, samplesOf('orders', at, shows), { now, acting: new Set() }).shard;
    const anomalies = [...shard.values()].flatMap(({ episode }) => (episode ? [episode.anomaly] : []));
    for (const policy of policies) {
      const [judgement] = judgePolicy(policy, [service], {
        now,
        latest: latestOf(shard),
        anomalies,
        deployments: deployed,
      });
      if (judgement?.truth !== 'true') since.delete(policy.name);
      else if (!since.has(policy.name)) since.set(policy.name, now);
      const held = now - (since.get(policy.name) ?? now);
      if (since.has(policy.name) && held >= policy.for_seconds && !found.has(policy.name)) found.set(policy.name, now);
    }
  }
  return [...found].map(([policy, now]) => ({ name: policy, seconds: now - (START + 60 * STEP + into) }));
}

test.each(Object.entries(answers))(
  '%s is answered by the policy that cures it, within 45 seconds, and by no other first',
  (fault, { by, does }) => {
    for (let seed = 200; seed < 210; seed++) {
      const [first] = fired(fault, seed);
      expect(first?.name, `seed ${seed}`).toBe(by);
      expect(first?.seconds, `seed ${seed}`).toBeLessThanOrEqual(45);
    }
    expect(policies.find(({ name }) => name === by)?.ladder[0]?.type).toBe(does);
  },
);

/** The version that came just before the trouble began, or long before it. */
const deployed = (secondsBefore: number): Facts['deployments'] => {
  const until = START + 60 * STEP - secondsBefore;
  return { orders: [{ from: until - 30, until }] };
};
const repairs = (fault: string, seed: number, deployments?: Facts['deployments']) =>
  fired(fault, seed, deployments).flatMap(({ name, seconds }) => {
    const type = policies.find((policy) => policy.name === name)?.ladder[0]?.type;
    return type === undefined ? [] : [{ name, type, seconds }];
  });

test('a version whose tasks die again and again is gone back from, and nothing else is tried', () => {
  for (let seed = 200; seed < 210; seed++) {
    const [first, ...others] = repairs('bad-version', seed, deployed(5));
    expect(first, `seed ${seed}`).toMatchObject({ name: 'bad_version', type: 'rollback_deployment' });
    expect(first?.seconds, `seed ${seed}`).toBeLessThanOrEqual(60);
    expect(others, `seed ${seed}`).toEqual([]);
    expect(repairs('bad-version', seed, deployed(3_600)), 'what was deployed an hour ago is not the cause').toEqual([]);
    expect(repairs('crash', seed, deployed(5)), 'one crash is over before').toEqual([]);
  }
});

test('a crash is told and never repaired twice', () => {
  for (let seed = 200; seed < 210; seed++) {
    expect(repairs('crash', seed), `seed ${seed}`).toEqual([]);
  }
});

test('a climb of CPU that is foreseen is met with capacity before anything is wrong, and by no restart', () => {
  const now = START;
  const near = climbing({ now, from: 45, to: 110, seconds: 7_200, spread: 4 });
  const latest = [aValue({ metric: 'cpu_usage', value: 45, at: now - 20 })];
  const judged = (predictions: Facts['predictions'], value = latest) =>
    policies.filter((policy) => {
      const [judgement] = judgePolicy(policy, [aService()], { now, latest: value, anomalies: [], predictions });
      return judgement?.truth === 'true';
    });
  expect(judged([aPrediction({ near: climbing({ now, from: 45, to: 45, seconds: 7_200 }) })])).toEqual([]);
  const slow = climbing({ now, from: 45, to: 80, seconds: 7_200, spread: 4 });
  expect(judged([aPrediction({ near: slow })]), 'it arrives in more than an hour').toEqual([]);
  const faster = climbing({ now, from: 45, to: 150, seconds: 7_200, spread: 4 });
  expect(judged([aPrediction({ near: faster })]).map(({ name, ladder }) => [name, ladder[0]?.type])).toEqual([
    ['capacity_ahead', 'scale'],
  ]);
  expect(judged([aPrediction({ near })], [aValue({ value: 70, at: now - 20 })]), 'cpu_pressure is for that').toEqual(
    [],
  );
});
