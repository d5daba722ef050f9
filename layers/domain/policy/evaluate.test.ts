import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAnomaly, aValue } from '../fixtures.ts';
import { aPrediction, climbing } from '../prediction/predictions.fixture.ts';
import { toInstant } from '../time.ts';
import { type Condition, readCondition } from './condition.ts';
import { contradiction } from './contradiction.ts';
import { evaluate, type Facts, isStale, type Truth } from './evaluate.ts';

const NOW = 1_800_000_000;
const facts = (given: Partial<Facts> = {}): Facts => ({ now: NOW, latest: [], anomalies: [], ...given });
const fresh = (metric: string, value: number, service = 'orders') => aValue({ service, metric, value, at: NOW - 20 });
const stale = (metric: string, value: number) => aValue({ service: 'orders', metric, value, at: NOW - 200 });
const open = (change: Parameters<typeof anAnomaly>[0]) =>
  anAnomaly({ service: 'orders', updated_at: toInstant(NOW - 5), ...change });

function judge(text: string, given: Partial<Facts> = {}): Truth {
  const { condition, faults } = readCondition(text);
  expect(faults).toEqual([]);
  return condition ? evaluate(condition, 'orders', facts(given)) : 'unknown';
}

describe('comparisons', () => {
  test('hold or not by the newest value of the service, or of the one that is named', () => {
    const latest = [fresh('cpu_usage', 90), fresh('cpu_usage', 10, 'payments')];
    expect(judge('cpu_usage > 85', { latest })).toBe('true');
    expect(judge('cpu_usage <= 85', { latest })).toBe('false');
    expect(judge('payments.cpu_usage > 85', { latest })).toBe('false');
    expect(judge('cpu_usage == 90', { latest })).toBe('true');
    expect(judge('cpu_usage != 90', { latest })).toBe('false');
  });

  test('a service that really is called so is meant by its own name', () => {
    expect(judge('billing-service.cpu_usage > 5', { latest: [fresh('cpu_usage', 9, 'billing-service')] })).toBe('true');
  });

  test('stale or missing data is unknown, and so is its opposite', () => {
    expect(judge('cpu_usage > 85')).toBe('unknown');
    expect(judge('not cpu_usage > 85')).toBe('unknown');
    expect(judge('cpu_usage > 85', { latest: [stale('cpu_usage', 99)] })).toBe('unknown');
    expect(judge('cpu_usage > 85 or memory_usage > 1', { latest: [fresh('memory_usage', 2)] })).toBe('true');
    expect(judge('cpu_usage > 85 and memory_usage > 1', { latest: [fresh('memory_usage', 2)] })).toBe('unknown');
    expect(judge('cpu_usage > 85 and memory_usage > 1', { latest: [fresh('memory_usage', 0)] })).toBe('false');
  });

  test('a value is stale two and a half minutes, or three steps, after its period', () => {
    const at = (age: number, step: number) => isStale(aValue({ at: NOW - step - age, step }), NOW);
    expect([at(150, 10), at(151, 10)]).toEqual([false, true]);
    expect([at(180, 60), at(181, 60)]).toEqual([false, true]);
  });
});

describe('forecasts', () => {
  const HOUR = 3_600;
  const climb = (to: number, spread = 0) =>
    aPrediction({ near: climbing({ now: NOW, from: 50, to, seconds: 2 * HOUR, spread }) });
  const latest = [fresh('cpu_usage', 50)];
  const ask = (text: string, given: Partial<Facts>) => judge(text, { latest, ...given });

  test('hold when the bound is crossed in time with the probability that is wanted', () => {
    const predictions = [climb(110)];
    expect(ask('forecast(cpu_usage, 2h) > 90%', { predictions })).toBe('true');
    expect(ask('forecast(cpu_usage, 1h) > 90%', { predictions })).toBe('false');
    expect(ask('forecast(orders.cpu_usage, 2h) >= 90', { predictions })).toBe('true');
    expect(ask('not forecast(cpu_usage, 1h) > 90%', { predictions })).toBe('true');
    const unsure = [climb(90, 10)];
    expect(ask('forecast(cpu_usage, 2h) > 90 with probability >= 0.8', { predictions: unsure })).toBe('false');
    expect(ask('forecast(cpu_usage, 2h) > 90 with probability >= 0.4', { predictions: unsure })).toBe('true');
    expect(ask('forecast(cpu_usage, 2h) > 90 with probability < 90%', { predictions: unsure })).toBe('true');
    expect(ask('forecast(cpu_usage, 2h) < 40', { predictions: [climb(20)] })).toBe('true');
  });

  test('what is forecast for a shorter time than is asked for says only what is enough', () => {
    const given = { predictions: [climb(110)] };
    expect(ask('forecast(cpu_usage, 24h) > 90', given)).toBe('true');
    expect(ask('forecast(cpu_usage, 24h) > 120', given)).toBe('unknown');
    expect(ask('forecast(cpu_usage, 24h) > 90 with probability < 0.1', given)).toBe('false');
    expect(ask('forecast(cpu_usage, 24h) > 120 with probability < 0.1', given)).toBe('unknown');
  });

  test('what stands beyond the bound already has crossed it', () => {
    expect(ask('forecast(cpu_usage, 1h) > 45', {})).toBe('true');
    expect(ask('forecast(cpu_usage, 1h) > 45 with probability < 0.5', {})).toBe('false');
  });

  test('without a fresh forecast, or a fresh value, nobody knows, nor of the opposite', () => {
    const predictions = [climb(110)];
    const late = { predictions, latest: [stale('cpu_usage', 50)] };
    expect(ask('forecast(cpu_usage, 2h) > 90', {})).toBe('unknown');
    expect(ask('not forecast(cpu_usage, 2h) > 90', {})).toBe('unknown');
    expect(ask('forecast(memory_usage, 2h) > 90', { predictions })).toBe('unknown');
    expect(ask('forecast(cpu_usage, 2h) > 90', late)).toBe('unknown');
    const abstained = [aPrediction({ near: { abstained: 'too short', made_at: NOW, span: 60 } })];
    expect(ask('forecast(cpu_usage, 2h) > 90', { predictions: abstained })).toBe('unknown');
    const old = [aPrediction({ near: climbing({ now: NOW - 7_200, from: 50, to: 99, seconds: 9_000 }) })];
    expect(ask('forecast(cpu_usage, 10m) > 90', { predictions: old })).toBe('unknown');
  });
});

describe('anomalies', () => {
  const latest = [fresh('cpu_usage', 90), fresh('memory_usage', 20)];

  test('anomaly() means one that pages; a field says another bound', () => {
    const anomalies = [open({ metric: 'cpu_usage', level: 'warn', severity: 'high', anomaly_score: 0.98 })];
    expect(judge('anomaly()', { latest, anomalies })).toBe('false');
    expect(judge('anomaly().severity >= high', { latest, anomalies })).toBe('true');
    expect(judge('anomaly(cpu_usage).score > 0.99', { latest, anomalies })).toBe('false');
    expect(judge('anomaly(cpu_usage)', { latest, anomalies: [open({ metric: 'cpu_usage', level: 'page' })] })).toBe(
      'true',
    );
    expect(judge('anomaly(memory_usage)', { latest, anomalies })).toBe('false');
  });

  test('its duration counts from its first odd sample', () => {
    const anomalies = [open({ metric: 'cpu_usage', started_at: toInstant(NOW - 130) })];
    expect(judge('anomaly().duration > 2m', { latest, anomalies })).toBe('true');
    expect(judge('anomaly().duration > 3m', { latest, anomalies })).toBe('false');
  });

  test("another service's", () => {
    const anomalies = [anAnomaly({ service: 'payments', metric: 'error_rate', updated_at: toInstant(NOW) })];
    expect(judge('payments.anomaly(error_rate)', { latest, anomalies })).toBe('true');
    expect(judge('anomaly(payments.error_rate)', { latest, anomalies })).toBe('true');
    expect(judge('anomaly(error_rate)', { latest: [...latest, fresh('error_rate', 0)], anomalies })).toBe('false');
  });

  test('resolved and foreseen ones are none', () => {
    const anomalies = [
      open({ metric: 'cpu_usage', status: 'resolved' }),
      open({ metric: 'cpu_usage', kind: 'predicted_breach' }),
    ];
    expect(judge('anomaly(cpu_usage)', { latest, anomalies })).toBe('false');
  });

  test('where a series says nothing, nobody knows that it has no anomaly', () => {
    expect(judge('not anomaly(error_rate)', { latest })).toBe('unknown');
    expect(judge('not anomaly(cpu_usage)', { latest: [stale('cpu_usage', 5)] })).toBe('unknown');
    expect(judge('not anomaly()', { latest: [] })).toBe('unknown');
    expect(judge('not anomaly(cpu_usage)', { latest })).toBe('true');
  });

  test('one that nobody heard of for long fires nothing; one just written does, also where its series is new', () => {
    const old = [open({ metric: 'cpu_usage', updated_at: toInstant(NOW - 600) })];
    expect(judge('anomaly(cpu_usage)', { anomalies: old })).toBe('unknown');
    expect(judge('anomaly(cpu_usage)', { anomalies: old, latest: [stale('cpu_usage', 99)] })).toBe('unknown');
    expect(judge('anomaly(cpu_usage)', { anomalies: old, latest })).toBe('true');
    expect(judge('anomaly(cpu_usage)', { anomalies: [open({ metric: 'cpu_usage' })] })).toBe('true');
    expect(judge('anomaly(cpu_usage)', { anomalies: old.map((one) => ({ ...one, kind: 'external' })) })).toBe('true');
  });
});

describe('windows', () => {
  /** Points each ten seconds, the newest last; as old as `late`. */
  const points = (values: readonly (number | null)[], late = 20) =>
    values.flatMap((value, index) =>
      value === null ? [] : [{ at: NOW - late - (values.length - 1 - index) * 10, value }],
    );
  const ask = (text: string, values: readonly (number | null)[], late = 20) =>
    judge(text, {
      latest: [aValue({ service: 'orders', metric: 'cpu_usage', at: NOW - late, value: values.at(-1) ?? 0 })],
      recent: [{ service: 'orders', metric: 'cpu_usage', points: points(values, late) }],
    });

  test('a mean, a peak, a low and what most stay below', () => {
    const values = [90, 10, 20, 30, 40, 50]; // the first lies before the last 50 seconds
    expect(ask('avg(cpu_usage, 50s) == 30', values)).toBe('true');
    expect(ask('max(cpu_usage, 50s) == 50', values)).toBe('true');
    expect(ask('min(cpu_usage, 1m) == 10', values)).toBe('true');
    expect(ask('max(cpu_usage, 1m) > 80', values)).toBe('true');
    expect(ask('p95(cpu_usage, 1m) > 75', values)).toBe('true');
    expect(ask('p95(cpu_usage, 1m) > 85', values)).toBe('false');
  });

  test('a change from the first to the last, and how fast', () => {
    const climbing = [10, 12, 14, 16, 18, 20];
    expect(ask('delta(cpu_usage, 1m) == 10', climbing)).toBe('true');
    expect(ask('delta(cpu_usage, 1m) < 0', climbing)).toBe('false');
    expect(ask('rate(cpu_usage, 1m) > 11%/m', climbing)).toBe('true');
    expect(ask('rate(cpu_usage, 1m) > 13%/m', climbing)).toBe('false');
    expect(ask('rate(cpu_usage, 1m) < -13%/m', climbing.toReversed())).toBe('false');
    expect(ask('rate(cpu_usage, 10s) > 0%/m', climbing), 'of one point no change is known').toBe('unknown');
    expect(ask('delta(cpu_usage, 1m) > 0', [null, null, 14, 16, 18, 20]), 'the beginning is missing').toBe('unknown');
  });

  test('it ends with the newest point, so that late ones are not missed', () => {
    expect(ask('avg(cpu_usage, 20s) == 45', [90, 40, 50], 140)).toBe('true');
    expect(ask('avg(cpu_usage, 20s) == 45', [90, 40, 50], 200)).toBe('unknown');
  });

  test('of less than half nobody knows, unless one point is enough', () => {
    const gaps = [null, null, null, 90, null, 50];
    expect(ask('avg(cpu_usage, 1m) > 10', gaps)).toBe('unknown');
    expect(ask('not avg(cpu_usage, 1m) > 10', gaps)).toBe('unknown');
    expect(ask('max(cpu_usage, 1m) > 80', gaps)).toBe('true');
    expect(ask('max(cpu_usage, 1m) > 95', gaps)).toBe('unknown');
    expect(ask('max(cpu_usage, 1m) < 95', gaps)).toBe('unknown');
    expect(ask('min(cpu_usage, 1m) < 60', gaps)).toBe('true');
    expect(ask('avg(cpu_usage, 1m) > 10', [null, null, 70, 90, null, 50])).toBe('true');
  });

  test('where only the newest value is known, only the shortest window is', () => {
    const latest = [fresh('cpu_usage', 90)];
    expect(judge('avg(cpu_usage, 10s) > 80', { latest })).toBe('true');
    expect(judge('avg(cpu_usage, 20s) > 80', { latest })).toBe('true');
    expect(judge('avg(cpu_usage, 5m) > 80', { latest })).toBe('unknown');
    expect(judge('avg(cpu_usage, 5m) > 80', {})).toBe('unknown');
  });

  test('points after the newest value are not there yet', () => {
    const latest = [aValue({ service: 'orders', metric: 'cpu_usage', at: NOW - 100, value: 10 })];
    const recent = [{ service: 'orders', metric: 'cpu_usage', points: points([10, 10, 99, 99], 80) }];
    expect(judge('max(cpu_usage, 20s) > 50', { latest, recent })).toBe('false');
  });
});

describe('deployments', () => {
  const given = (deployments: Facts['deployments']) => ({ deployments });
  test('one that is under way, or was within a time', () => {
    const under = given({ orders: [{ from: NOW - 60, until: null }] });
    const ended = given({ orders: [{ from: NOW - 900, until: NOW - 300 }] });
    const none = given({ orders: [] });
    expect(judge('deploying', under)).toBe('true');
    expect(judge('deploying', ended)).toBe('false');
    expect(judge('deploying for 10m', ended)).toBe('true');
    expect(judge('not deploying for 10m', ended)).toBe('false');
    expect(judge('not deploying for 4m', ended)).toBe('true');
    expect(judge('not deploying for 10m', under)).toBe('false');
    expect(judge('not deploying for 10m', none)).toBe('true');
    expect(judge('payments.deploying', { ...given({ orders: [], payments: [{ from: NOW - 9, until: null }] }) })).toBe(
      'true',
    );
  });

  test('one that is still to come is none yet, one that ends later is under way', () => {
    expect(judge('deploying', given({ orders: [{ from: NOW + 60, until: null }] }))).toBe('false');
    expect(judge('deploying', given({ orders: [{ from: NOW - 60, until: NOW + 60 }] }))).toBe('true');
  });

  test('of a service whose deployments cannot be read nobody knows', () => {
    expect(judge('deploying', given({}))).toBe('unknown');
    expect(judge('not deploying for 10m', given({ users: [] }))).toBe('unknown');
    expect(judge('constructor.deploying', given({}))).toBe('unknown');
  });
});

describe('counts of services', () => {
  const services = [{ name: 'orders' }, { name: 'users' }, { name: 'payments' }];
  const latest = [fresh('error_rate', 0.2), fresh('error_rate', 0.3, 'users')];
  const ask = (text: string, more: Facts['latest'] = []) => judge(text, { services, latest: [...latest, ...more] });

  test('each service is judged by itself', () => {
    const all = [fresh('error_rate', 0, 'payments')];
    expect(ask('count(services where error_rate > 10%) == 2', all)).toBe('true');
    expect(ask('count(services where error_rate > 10%) >= 3', all)).toBe('false');
    expect(ask('count(services where users.error_rate > 10%) == 3', all), 'one that is named is not counted').toBe(
      'true',
    );
  });

  test('a service of which nothing is known may count or not', () => {
    expect(ask('count(services where error_rate > 10%) >= 2')).toBe('true');
    expect(ask('count(services where error_rate > 10%) >= 3')).toBe('unknown');
    expect(ask('count(services where error_rate > 10%) > 3')).toBe('false');
    expect(ask('count(services where error_rate > 10%) == 2')).toBe('unknown');
    expect(ask('count(services where error_rate > 10%) != 1')).toBe('true');
    expect(ask('not count(services where error_rate > 10%) >= 3')).toBe('unknown');
  });
});

test('a time of the week is always known', () => {
  // 1 800 000 000 is a Friday, 08:00 UTC
  expect(judge('time in "Fri 07:00-09:00 UTC"')).toBe('true');
  expect(judge('time in "Fri 07:00-09:00 Asia/Tokyo"')).toBe('false');
  expect(judge('time in "Mon-Thu UTC" or cpu_usage > 5')).toBe('unknown');
});

describe('for any condition and any data', () => {
  const metric = fc.constantFrom('cpu_usage', 'memory_usage', 'request_rate');
  const op = fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const, '==' as const, '!=' as const);
  const value = fc.integer({ min: 0, max: 4 });
  const kind = <const Kind extends string>(name: Kind) => fc.constant(name);
  const service = fc.constant(null);
  const { condition: anyCondition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 5 },
      fc.record({ kind: kind('compare'), service, metric, op, value }),
      fc.record({
        kind: kind('anomaly'),
        service,
        metric,
        field: fc.constant(null),
        op: kind('>='),
        value: fc.constant(0),
      }),
      fc.record({
        kind: kind('window'),
        of: fc.constantFrom('avg' as const, 'max' as const, 'min' as const, 'p95' as const),
        service,
        metric,
        seconds: fc.constant(10),
        op,
        value,
      }),
      fc.record({ kind: kind('deploying'), service, within: fc.constantFrom(0, 600) }),
      fc.record({ kind: kind('count'), where: tie('condition'), op, value: fc.constantFrom(0, 1, 2) }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: tie('condition'),
        right: tie('condition'),
      }),
      fc.record({ kind: kind('not'), of: tie('condition') }),
    ),
  }));
  const series = fc.record({
    value,
    known: fc.constantFrom('fresh' as const, 'stale' as const, 'missing' as const),
    anomalous: fc.boolean(),
  });
  const anyData = fc.record({
    metrics: fc.record({ cpu_usage: series, memory_usage: series, request_rate: series }),
    /** undefined: they cannot be read */
    deploying: fc.option(fc.boolean(), { nil: undefined }),
  });
  type Data = typeof anyData extends fc.Arbitrary<infer T> ? T : never;

  function factsOf({ metrics, deploying }: Data): Facts {
    const entries = Object.entries(metrics);
    const under = deploying ? [{ from: NOW - 60, until: null }] : [];
    return facts({
      services: [{ name: 'orders' }],
      deployments: deploying === undefined ? {} : { orders: under },
      latest: entries.flatMap(([name, { value, known }]) =>
        known === 'missing' ? [] : [known === 'fresh' ? fresh(name, value) : stale(name, value)],
      ),
      anomalies: entries.flatMap(([name, { anomalous }]) =>
        anomalous ? [open({ metric: name, updated_at: toInstant(NOW - 600) })] : [],
      ),
    });
  }
  const complete = ({ metrics, deploying }: Data, value: number): Data => {
    const known = (one: Data['metrics']['cpu_usage']) =>
      one.known === 'fresh' ? one : { value, known: 'fresh' as const, anomalous: value % 2 === 1 };
    return {
      metrics: {
        cpu_usage: known(metrics.cpu_usage),
        memory_usage: known(metrics.memory_usage),
        request_rate: known(metrics.request_rate),
      },
      deploying: deploying ?? value > 2,
    };
  };

  test('what fires on incomplete data would fire whatever the missing data were', () => {
    fc.assert(
      fc.property(anyCondition, anyData, (condition, data) => {
        const truth = evaluate(condition, 'orders', factsOf(data));
        if (truth === 'unknown') return;
        for (const value of [0, 1, 2, 3, 4]) {
          expect(evaluate(condition, 'orders', factsOf(complete(data, value)))).toBe(truth);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('with no data at all nothing fires, and nothing is denied either', () => {
    const uncounted = (condition: Condition) => !JSON.stringify(condition).includes('"count"');
    fc.assert(
      fc.property(anyCondition.filter(uncounted), (condition) => evaluate(condition, 'orders', facts()) === 'unknown'),
    );
  });

  test('De Morgan holds, and denying twice says the same', () => {
    fc.assert(
      fc.property(anyCondition, anyCondition, anyData, (left, right, data) => {
        const of = (condition: Condition) => evaluate(condition, 'orders', factsOf(data));
        const not = (condition: Condition): Condition => ({ kind: 'not', of: condition });
        expect(of(not({ kind: 'and', left, right }))).toBe(of({ kind: 'or', left: not(left), right: not(right) }));
        expect(of(not({ kind: 'or', left, right }))).toBe(of({ kind: 'and', left: not(left), right: not(right) }));
        expect(of(not(not(left)))).toBe(of(left));
      }),
    );
  });

  test('what is complete is never unknown', () => {
    fc.assert(
      fc.property(anyCondition, anyData, (condition, data) => {
        expect(evaluate(condition, 'orders', factsOf(complete(data, 3)))).not.toBe('unknown');
      }),
    );
  });

  test('the laws of Kleene: and, or are the least and the greatest, whichever side is asked first', () => {
    const rank = { false: 0, unknown: 1, true: 2 };
    fc.assert(
      fc.property(anyCondition, anyCondition, anyCondition, anyData, (a, b, c, data) => {
        const of = (condition: Condition) => rank[evaluate(condition, 'orders', factsOf(data))];
        const and = (left: Condition, right: Condition): Condition => ({ kind: 'and', left, right });
        const or = (left: Condition, right: Condition): Condition => ({ kind: 'or', left, right });
        expect(of(and(a, b))).toBe(Math.min(of(a), of(b)));
        expect(of(or(a, b))).toBe(Math.max(of(a), of(b)));
        expect(of({ kind: 'not', of: a })).toBe(2 - of(a));
        expect(of(and(a, or(b, c)))).toBe(of(or(and(a, b), and(a, c))));
        expect(of(or(a, and(a, b)))).toBe(of(a));
      }),
    );
  });

  test('what is called a contradiction never fires', () => {
    let contradictions = 0;
    fc.assert(
      fc.property(anyCondition, anyCondition, anyData, (one, other, data) => {
        const condition: Condition = { kind: 'and', left: one, right: other };
        if (contradiction(condition) === undefined) return;
        contradictions += 1;
        expect(evaluate(condition, 'orders', factsOf(data))).not.toBe('true');
      }),
      { numRuns: 4_000 },
    );
    expect(contradictions).toBeGreaterThan(10);
  });
});
