import { describe, expect, test } from 'vitest';
import { anAnomaly, aPolicy, aService, aValue } from '../fixtures.ts';
import { aPrediction, climbing } from '../prediction/predictions.fixture.ts';
import { toInstant } from '../time.ts';
import type { Facts } from './evaluate.ts';
import { causeOf, judgePolicy, targetsOf } from './match.ts';

const NOW = 1_800_000_000;
const services = ['orders', 'users', 'payments'].map((name) =>
  aService({ name, owner: name === 'users' ? 'people' : null }),
);
const facts = (given: Partial<Facts> = {}): Facts => ({ now: NOW, latest: [], anomalies: [], ...given });
const value = (metric: string, now: number, service = 'orders') =>
  aValue({ service, metric, value: now, at: NOW - 20 });
const open = (id: string, change: Parameters<typeof anAnomaly>[0]) =>
  anAnomaly({ id, updated_at: toInstant(NOW), detected_at: toInstant(NOW - 10), ...change });

test('a policy looks after the service that it names, those of its namespace, or all', () => {
  const of = (change: Parameters<typeof aPolicy>[0]) => targetsOf(aPolicy(change), services).map(({ name }) => name);
  expect(of({})).toEqual(['orders', 'users', 'payments']);
  expect(of({ service: 'users' })).toEqual(['users']);
  expect(of({ service: 'billing' })).toEqual([]);
  expect(of({ namespace: 'people' })).toEqual(['users']);
  expect(of({ namespace: 'payments' })).toEqual(['payments']);
  expect(of({ namespace: 'nobody' })).toEqual([]);
  const named = [...services, aService({ name: 'billing-service' })];
  expect(targetsOf(aPolicy({ service: 'billing' }), named).map(({ name }) => name)).toEqual(['billing-service']);
});

test('what is foreseen derives from the breach that was told, else from the policy itself, and says that it is foreseen', () => {
  const near = climbing({ now: NOW, from: 50, to: 110, seconds: 7_200 });
  const given = facts({ latest: [value('cpu_usage', 50)], predictions: [aPrediction({ near })] });
  const judged = (condition: string, anomalies: Facts['anomalies'] = []) => {
    const [judgement] = judgePolicy(aPolicy({ condition, service: 'orders' }), services, { ...given, anomalies });
    if (!judgement) throw new Error('the policy was not judged');
    return { ...judgement, cause: causeOf(judgement, 1_234) };
  };
  const told = open('anomaly_told', { metric: 'cpu_usage', kind: 'predicted_breach', level: 'warn' });
  const condition = 'forecast(cpu_usage, 2h) > 90';
  expect(judged(condition)).toMatchObject({
    truth: 'true',
    anomaly: null,
    foreseen: NOW,
    cause: { kind: 'forecast' },
  });
  expect(judged(condition, [told])).toMatchObject({
    cause: { kind: 'forecast', id: 'anomaly_told', metric: 'cpu_usage', direction: 'up' },
  });
  expect(
    judged('cpu_usage > 45 or forecast(cpu_usage, 2h) > 90', [told]),
    'what is so already comes first',
  ).toMatchObject({
    foreseen: null,
    cause: { kind: 'condition' },
  });
  const both = judged('anomaly(cpu_usage) and forecast(cpu_usage, 2h) > 90', [
    told,
    open('anomaly_now', { metric: 'cpu_usage' }),
  ]);
  expect(both).toMatchObject({ truth: 'true', foreseen: null, cause: { kind: 'anomaly', id: 'anomaly_now' } });
  const ended = { ...told, status: 'resolved' as const };
  expect(judged(condition, [ended]).anomaly).toBeNull();
});

describe('what an action derives from', () => {
  const judged = (condition: string, given: Partial<Facts>, change: Parameters<typeof aPolicy>[0] = {}) => {
    const [judgement] = judgePolicy(aPolicy({ condition, service: 'orders', ...change }), services, facts(given));
    if (!judgement) throw new Error('the policy was not judged');
    return { ...judgement, cause: causeOf(judgement, 1_234) };
  };

  test('the anomaly that the condition speaks of, not another of the same service or of another level', () => {
    const anomalies = [
      open('anomaly_warn', { metric: 'latency_p99', level: 'warn' }),
      open('anomaly_other', { metric: 'cpu_usage', service: 'users' }),
      open('anomaly_page', { metric: 'error_rate' }),
    ];
    const { truth, cause } = judged('anomaly(cpu_usage) or anomaly()', { anomalies, latest: [value('cpu_usage', 5)] });
    expect(truth).toBe('true');
    expect(cause).toEqual({ kind: 'anomaly', id: 'anomaly_page', metric: 'error_rate', direction: 'up' });
  });

  test("a condition of its own has its own episode's start in its id", () => {
    const latest = [value('cpu_usage', 90)];
    const { cause } = judged('cpu_usage > 85', { latest });
    expect(cause).toMatchObject({ kind: 'condition', metric: 'cpu_usage', direction: 'up' });
    const [again] = judgePolicy(
      aPolicy({ condition: 'cpu_usage > 85', service: 'orders' }),
      services,
      facts({ latest }),
    );
    expect(again && causeOf(again, 1_234).id).toBe(cause.id);
    expect(again && causeOf(again, 1_235).id).not.toBe(cause.id);
  });

  test('of several comparisons the one that holds is the proof, and it goes the way that the condition says', () => {
    const latest = [value('cpu_usage', 5), value('running_tasks', 1)];
    expect(judged('cpu_usage > 85 or running_tasks < 2', { latest }).cause).toMatchObject({
      metric: 'running_tasks',
      direction: 'down',
    });
  });

  test('a policy that names a metric to verify is judged by it', () => {
    const verify = { within_seconds: 90, metric: 'cpu_usage', expect: null };
    const anomalies = [open('anomaly_1', { metric: 'latency_p99' })];
    expect(judged('anomaly(latency_p99)', { anomalies }, { verify }).cause).toEqual({
      kind: 'anomaly',
      id: 'anomaly_1',
      metric: 'cpu_usage',
      direction: 'up',
    });
  });

  test('what must not be is no cause', () => {
    const latest = [value('cpu_usage', 90), value('error_rate', 0)];
    const { anomaly, truth } = judged('cpu_usage > 85 and not anomaly(error_rate)', { latest });
    expect([truth, anomaly]).toEqual(['true', null]);
  });
});

describe('several services at once', () => {
  const policy = aPolicy({
    condition: null,
    trigger: { type: 'multi_service_failure', threshold: 2, window_seconds: 300 },
  });
  const fails = (service: string, ago: number, metric = 'error_rate') =>
    open(`anomaly_${service}${metric}`, { service, metric, detected_at: toInstant(NOW - ago) });
  const judged = (...anomalies: ReturnType<typeof fails>[]) => judgePolicy(policy, services, facts({ anomalies }))[0];

  test('services are counted, not anomalies, and only those that began within the window', () => {
    expect(judged(fails('orders', 60), fails('orders', 60, 'latency_p99'))?.truth).toBe('false');
    expect(judged(fails('orders', 60), fails('users', 400))?.truth).toBe('false');
    expect(judged(fails('orders', 60), fails('users', 30))?.truth).toBe('true');
    expect(judged()?.truth).toBe('false');
  });

  test('services that nobody watches, of which another system told, are not counted', () => {
    expect(judged(fails('mailer', 60), fails('printer', 30), fails('orders', 30))?.truth).toBe('false');
  });

  test('the cause stays the same while the services that fail come and go', () => {
    const ids = [
      judged(fails('orders', 60), fails('users', 30)),
      judged(fails('users', 30), fails('orders', 60)),
      judged(fails('users', 30), fails('payments', 10)),
    ].map((judgement) => judgement && causeOf(judgement, 99).id);
    expect(new Set(ids).size).toBe(1);
  });
});

test('several services at once are judged where that is felt, and the cause says which they are', () => {
  const calling = [
    aService({ name: 'orders', depends_on: ['users', 'payments'] }),
    aService({ name: 'users' }),
    aService({ name: 'payments' }),
  ];
  const trigger = { type: 'multi_service_failure' as const, threshold: 2, window_seconds: 300 };
  const anomalies = [
    open('anomaly_1', { service: 'payments', metric: 'latency_p50', detected_at: toInstant(NOW - 60) }),
    open('anomaly_2', { service: 'orders', metric: 'latency_p95', detected_at: toInstant(NOW - 30) }),
  ];
  const [judgement] = judgePolicy(aPolicy({ condition: null, trigger }), calling, facts({ anomalies }));
  if (!judgement) throw new Error('the policy was not judged');
  expect(judgement).toMatchObject({ truth: 'true', service: { name: 'orders' }, metric: 'latency_p95' });
  expect(causeOf(judgement, 1)).toMatchObject({ kind: 'condition', failing: ['payments', 'orders'] });
  const [ofTeam] = judgePolicy(
    aPolicy({ condition: null, trigger, namespace: 'orders' }),
    calling,
    facts({ anomalies }),
  );
  expect(ofTeam && causeOf(ofTeam, 1).failing, "a team's policy reaches no other team's callers").toBeUndefined();
});

describe('what a policy is judged by when it asks more than the newest values', () => {
  const judged = (condition: string, given: Partial<Facts> = {}, change: Parameters<typeof aPolicy>[0] = {}) => {
    const [judgement] = judgePolicy(aPolicy({ condition, service: 'orders', ...change }), services, facts(given));
    if (!judgement) throw new Error('the policy was not judged');
    return judgement;
  };
  const cpu = [value('cpu_usage', 90), value('cpu_usage', 95, 'users'), value('cpu_usage', 5, 'payments')];

  test('a window, an objective and a count name the metric that is to get well', () => {
    expect(judged('avg(cpu_usage, 10s) > 80', { latest: cpu })).toMatchObject({
      truth: 'true',
      metric: 'cpu_usage',
      direction: 'up',
    });
    expect(judged('delta(running_tasks, 5m) < -1')).toMatchObject({ metric: 'running_tasks', direction: 'down' });
    const slos = {
      checkout: { name: 'checkout', service: 'orders', metric: 'error_rate', good: null, objective: 0.99 },
    };
    expect(judged('burn_rate(checkout, 1h) > 5', { slos })).toMatchObject({ metric: 'error_rate', direction: 'up' });
    expect(judged('burn_rate(checkout, 1h) > 5')).toMatchObject({ truth: 'unknown', metric: null });
    expect(judged('deploying', { deployments: { orders: [] } })).toMatchObject({ truth: 'false', metric: null });
    expect(judged('count(services where cpu_usage > 80) >= 2', { latest: cpu })).toMatchObject({
      truth: 'true',
      metric: 'cpu_usage',
      anomaly: null,
      foreseen: null,
    });
  });

  test('a count is of all services, also of those that the policy may not touch', () => {
    expect(judged('count(services where cpu_usage > 80) == 2', { latest: cpu }, { namespace: 'people' }).truth).toBe(
      'true',
    );
  });

  test('a count of forecasts is foreseen, by the oldest of those that count', () => {
    const prediction = (service: string, made: number, to: number) =>
      aPrediction({ service, near: climbing({ now: made, from: 50, to, seconds: 7_200 }) });
    const latest = [value('cpu_usage', 50), value('cpu_usage', 50, 'users'), value('cpu_usage', 50, 'payments')];
    const predictions = [
      prediction('orders', NOW - 60, 110),
      prediction('users', NOW - 300, 110),
      prediction('payments', NOW - 900, 60),
    ];
    expect(judged('count(services where forecast(cpu_usage, 2h) > 90) >= 2', { latest, predictions })).toMatchObject({
      truth: 'true',
      foreseen: NOW - 300,
    });
  });

  test('what is unknown says why', () => {
    expect(judged('avg(error_rate, 5m) > 5%').missing).toEqual(['error_rate of orders is not known']);
    expect(judged('cpu_usage > 5', { latest: cpu }).missing).toBeUndefined();
  });
});
