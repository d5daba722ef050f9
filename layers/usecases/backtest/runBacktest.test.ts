import { expect, test } from 'vitest';
import type { BacktestSummary } from '#domain/backtest/summary.ts';
import { anAction, anAnomaly, aPolicy, aService } from '#domain/fixtures.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { toInstant } from '#domain/time.ts';
import { MINUTE, minutes, pastPorts, SINCE, type ToldPast } from './past.fixture.ts';
import { runBacktest } from './runBacktest.ts';

const HOURS = 3;
const UNTIL = SINCE + HOURS * 3_600;
const at = (minute: number) => toInstant(SINCE + minute * MINUTE);

async function backtest(policies: Policy[], past: ToldPast, kept = false) {
  const put: BacktestSummary[] = [];
  const ports = { ...pastPorts(past), backtests: { put: async (one: BacktestSummary) => void put.push(one) } };
  return { report: await runBacktest({ policies, since: SINCE, until: UNTIL, kept }, ports), put };
}

const cpuHigh = (change: Partial<Policy> = {}) =>
  aPolicy({ condition: 'cpu_usage > 85', verify: { within_seconds: 180, metric: null, expect: null }, ...change });
const cpu = (value: (minute: number) => number) => ({ 'orders/cpu_usage': minutes(HOURS * 60, value) });
/** High from one minute to another. */
const high = (...times: [number, number][]) =>
  cpu((minute) => (times.some(([from, to]) => minute >= from && minute < to) ? 95 : 30));

const episode = (from: number, to: number, change: Parameters<typeof anAnomaly>[0] = {}) =>
  anAnomaly({
    id: `anomaly_${from}`,
    started_at: at(from - 1),
    detected_at: at(from),
    paged_at: at(from),
    updated_at: at(to),
    status: 'resolved',
    resolved_at: at(to),
    resolution: 'recovered',
    ...change,
  });

test('what lasts is a true positive, what is over at once a false one, each told with when and why', async () => {
  const { report } = await backtest([cpuHigh()], { points: high([20, 50], [100, 102]) });
  expect(report.policies).toMatchObject([
    { fired: 2, acted: 2, true_positives: 1, false_positives: 1, undecided: 0, minutes_saved: 27 },
  ]);
  expect(report.firings.map((one) => [one.at, one.judged, one.ended_at])).toEqual([
    [at(101), 'false_positive', at(103)],
    [at(21), 'true_positive', at(51)],
  ]);
  expect(report.measured).toMatchObject({ rounds: HOURS * 60 + 1, series: 1, points: HOURS * 60 });
});

test('the guards of the engine hold, by name, and who is held saves nothing', async () => {
  const { report } = await backtest([cpuHigh()], {
    services: [aService({ may_act: false, protected: true })],
    points: high([20, 50]),
  });
  expect(report.policies).toMatchObject([
    { fired: 1, acted: 0, held: { consent: 1, service_protected: 1 }, true_positives: 1, minutes_saved: 0 },
  ]);
});

test('the budget of an hour holds in the replay as it does live', async () => {
  const each = Array.from({ length: 6 }, (_, i): [number, number] => [10 + i * 8, 15 + i * 8]);
  const { report } = await backtest([cpuHigh({ max_per_hour: 2, cooldown_seconds: 0 })], { points: high(...each) });
  expect(report.policies[0]).toMatchObject({ fired: 6, acted: 2 });
  expect(report.policies[0]?.held.budget).toBe(4);
});

test('a condition that has to hold for a time does not fire before it has', async () => {
  const { report } = await backtest([cpuHigh({ for_seconds: 600 })], { points: high([20, 28], [60, 90]) });
  expect(report.firings.map(({ at: fired }) => fired)).toEqual([at(71)]);
});

test('stored anomalies make a policy fire when they did, and are judged by how they ended', async () => {
  const { report } = await backtest([aPolicy({ condition: 'anomaly(cpu_usage)' })], {
    points: high([30, 60], [90, 91]),
    episodes: [episode(32, 62), episode(92, 93), episode(140, 150, { resolution: 'revised' })],
  });
  expect(report.firings.map(({ cause_id, judged }) => [cause_id, judged])).toEqual([
    ['anomaly_140', 'false_positive'],
    ['anomaly_92', 'false_positive'],
    ['anomaly_32', 'true_positive'],
  ]);
});

test('an anomaly acts from when it paged, not from when it was seen at a lower level', async () => {
  const { report } = await backtest([aPolicy({ condition: 'anomaly(cpu_usage)' })], {
    points: high([30, 90]),
    episodes: [episode(32, 92, { paged_at: at(50) })],
  });
  expect(report.firings.map((one) => one.at)).toEqual([at(50)]);
});

test('trouble that lasted and made nobody act is missed; what paged for a moment is not', async () => {
  const { report } = await backtest([cpuHigh({ condition: 'cpu_usage > 99' })], {
    points: high([30, 60]),
    episodes: [episode(32, 62), episode(100, 101), episode(120, 140, { level: 'warn' })],
  });
  expect(report.policies[0]).toMatchObject({ fired: 0, false_negatives: 1 });
  expect(report.missed.map(({ anomaly_id }) => anomaly_id)).toEqual(['anomaly_32']);
});

test('people’s word and repairs that were carried out decide before the figures do', async () => {
  const repair = anAction({ verdict: 'helped', acted_at: at(101), settled_at: at(102), created_at: at(100) });
  const { report } = await backtest([aPolicy({ condition: 'anomaly(cpu_usage)' })], {
    points: high([30, 60], [99, 102]),
    episodes: [episode(32, 62), episode(100, 102)],
    change: {
      actions: { list: async () => ({ items: [repair], next_cursor: null }) },
      feedback: {
        all: async () => [
          {
            anomaly_id: 'anomaly_32',
            service: 'orders',
            metric: 'cpu_usage',
            kind: 'deviation',
            detected_at: at(32),
            verdict: 'false_positive',
            note: '',
            by: 'key:a',
            at: at(70),
            version: 1,
          },
        ],
      },
    },
  });
  expect(report.firings.map(({ cause_id, judged }) => [cause_id, judged])).toEqual([
    ['anomaly_100', 'true_positive'],
    ['anomaly_32', 'false_positive'],
  ]);
  expect(report.notes.join(' ')).toContain('Repairs that helped were carried out in this time (1)');
});

test('without values nothing fires, and the report says that there are none', async () => {
  const { report } = await backtest([cpuHigh()], {});
  expect(report.policies[0]?.fired).toBe(0);
  expect(report.notes[0]).toContain('no stored history');
});

test('what is replayed twice is the same twice', async () => {
  const past = { points: high([20, 50], [100, 102]), episodes: [episode(22, 52)] };
  const [first, second] = [await backtest([cpuHigh()], past), await backtest([cpuHigh()], past)];
  const told = ({ report: { measured: _measured, ...rest } }: typeof first) => rest;
  expect(told(second)).toEqual(told(first));
});

test('what comes after changes nothing of what was decided before', async () => {
  const fired = async (value: (minute: number) => number) =>
    (await backtest([cpuHigh()], { points: cpu(value) })).report.firings
      .map((one) => one.at)
      .filter((time) => time <= at(90));
  const before = (minute: number) => (minute >= 20 && minute < 50 ? 95 : 30);
  expect(await fired((minute) => (minute < 90 ? before(minute) : 99))).toEqual(await fired(before));
});

test('a policy that only suggests is replayed as if it might act: that is what its record is for', async () => {
  const { report, put } = await backtest(
    [cpuHigh({ autonomy: 'suggest', enabled: false })],
    { points: high([20, 50]) },
    true,
  );
  expect(report.policies).toMatchObject([{ fired: 1, acted: 1 }]);
  expect(put).toMatchObject([{ policy_id: 'policy_1', fired: 1, true_positives: 1 }]);
});

test('what is only tried out is not kept as a policy’s record', async () => {
  expect((await backtest([cpuHigh()], { points: high([20, 50]) })).put).toEqual([]);
});
