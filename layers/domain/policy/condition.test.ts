import { readFileSync } from 'node:fs';
import peggy from 'peggy';
import { describe, expect, test } from 'vitest';
import { readCondition } from './condition.ts';

const tree = (text: string) => {
  const { condition, faults } = readCondition(text);
  expect(faults).toEqual([]);
  return condition;
};
const value = (text: string) => {
  const condition = tree(text);
  return condition?.kind === 'compare' ? condition.value : condition;
};
const said = (text: string) =>
  readCondition(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
const compared = (metric: string, op: string, bound: number, service: string | null = null) => ({
  kind: 'compare',
  service,
  metric,
  op,
  value: bound,
});

test('the generated parser is the one that the grammar makes', () => {
  const grammar = readFileSync(new URL('./condition.peggy', import.meta.url), 'utf8');
  const generated = readFileSync(new URL('./condition.generated.js', import.meta.url), 'utf8');
  expect(generated.trim(), 'run npx peggy --format es -o condition.generated.js condition.peggy').toBe(
    peggy.generate(grammar, { output: 'source', format: 'es' }).trim(),
  );
});

describe('what can be written', () => {
  test.each(['>', '>=', '<', '<=', '==', '!='])('the comparison %s', (op) => {
    expect(tree(`cpu_usage ${op} 85`)).toEqual(compared('cpu_usage', op, 85));
  });

  test('and binds more tightly than or, not more tightly than both, parentheses decide', () => {
    const [a, b, c] = [
      compared('cpu_usage', '>', 1),
      compared('memory_usage', '>', 2),
      compared('error_rate', '>', 0.3),
    ];
    expect(tree('cpu_usage>1 or memory_usage>2 and error_rate>0.3')).toEqual({
      kind: 'or',
      left: a,
      right: { kind: 'and', left: b, right: c },
    });
    expect(tree('(cpu_usage>1 or memory_usage>2) and error_rate>0.3')).toEqual({
      kind: 'and',
      left: { kind: 'or', left: a, right: b },
      right: c,
    });
    expect(tree('NOT cpu_usage > 1 And not not memory_usage > 2')).toEqual({
      kind: 'and',
      left: { kind: 'not', of: a },
      right: { kind: 'not', of: { kind: 'not', of: b } },
    });
  });

  test('another service, by its name or with -service, and our names for a metric', () => {
    expect(tree('payments-service.p99_latency > 500ms')).toEqual(compared('latency_p99', '>', 500, 'payments'));
    expect(tree('orders.cpu > 5')).toEqual(compared('cpu_usage', '>', 5, 'orders'));
  });

  test('for how long', () => {
    expect(readCondition('cpu_usage > 85 for 2m').forSeconds).toBe(120);
    expect(readCondition('cpu_usage > 85% for 1.5h').forSeconds).toBe(5_400);
    expect(readCondition('cpu_usage > 85').forSeconds).toBe(0);
  });

  test('anomalies, of any metric or one, of the service or another, and their fields', () => {
    const any = { kind: 'anomaly', service: null, metric: null, field: null, op: '>=', value: 0 };
    expect(tree('anomaly()')).toEqual(any);
    expect(tree('anomaly( memory_usage )')).toEqual({ ...any, metric: 'memory_usage' });
    expect(tree('payments.anomaly(memory)')).toEqual({ ...any, service: 'payments', metric: 'memory_usage' });
    expect(tree('payments-service.anomaly()')).toEqual({ ...any, service: 'payments' });
    expect(tree('anomaly(payments.error_rate)')).toEqual({ ...any, service: 'payments', metric: 'error_rate' });
    expect(tree('anomaly().severity >= high')).toEqual({ ...any, field: 'severity', op: '>=', value: 2 });
    expect(tree('anomaly().severity == warning')).toEqual({ ...any, field: 'severity', op: '==', value: 1 });
    expect(tree('anomaly().score > 99%')).toEqual({ ...any, field: 'score', op: '>', value: 0.99 });
    expect(tree('anomaly().duration > 2m')).toEqual({ ...any, field: 'duration', op: '>', value: 120 });
  });

  test('forecasts: of a metric, so far ahead, beyond a bound, with a probability', () => {
    const of = { kind: 'forecast', service: null, metric: 'memory_usage', within: 3_600, op: '>', value: 90 };
    expect(tree('forecast(memory_usage, 1h) > 90%')).toEqual({ ...of, probability: { op: '>=', value: 0.8 } });
    expect(tree('forecast(memory, 1h) > 90 with probability >= 0.95')).toEqual({
      ...of,
      probability: { op: '>=', value: 0.95 },
    });
    expect(tree('FORECAST( payments.p99_latency , 30m )>500ms  with  probability > 60%')).toEqual({
      ...of,
      service: 'payments',
      metric: 'latency_p99',
      within: 1_800,
      value: 500,
      probability: { op: '>', value: 0.6 },
    });
    expect(readCondition('forecast(cpu_usage, 24h) > 90 for 2m')).toMatchObject({ forSeconds: 120, faults: [] });
  });

  test.each([
    ['avg(cpu_usage, 5m) > 80', 'avg(cpu_usage, 5m)'],
    ['p95(latency_p99, 5m) > 500ms', 'p95(latency_p99, 5m)'],
    ['burn_rate(checkout, 1h) > 14', 'burn_rate(checkout, 1h)'],
    ['count(services where avg(cpu_usage, 5m) > 80) >= 2', 'count(services where avg(cpu_usage, 5m) > 80)'],
    ['deploying', 'deploying'],
    ['deploying for 10m', 'deploying'],
    ['time in "Fri 16:00-Mon 08:00 Europe/London"', 'time in'],
  ])('%s is read, and said to be not available yet', (text, what) => {
    const { unavailable, faults, condition } = readCondition(`cpu_usage > 5 and ${text}`);
    expect(faults).toEqual([]);
    expect(unavailable.map((one) => [one.column, one.what])).toEqual([[19, what]]);
    expect(condition).toMatchObject({ right: { kind: 'unavailable' } });
  });
});

describe('units', () => {
  test.each([
    ['latency_p99 > 500ms', 500],
    ['latency_p99 > 0.5s', 500],
    ['latency_p99 > .5s', 500],
    ['latency_p99 > 1m', 60_000],
    ['cpu_usage > 85%', 85],
    ['cpu_usage > 85', 85],
    ['error_rate > 0.05', 0.05],
    ['error_rate > 5%', 0.05],
    ['request_rate > 5/s', 5],
    ['queue_age > 2m', 120],
    ['running_tasks < 2', 2],
  ])('%s is %d in the unit of the metric', (text, expected) => {
    expect(value(text)).toBeCloseTo(expected, 9);
    expect(readCondition(text).warnings).toEqual([]);
  });

  test('a bare number on a latency is seconds, with a warning at its place', () => {
    const { warnings } = readCondition('latency > 0.5');
    expect(value('latency > 0.5')).toBe(500);
    expect(warnings).toEqual([
      { offset: 10, line: 1, column: 11, message: 'a bare number on latency_p99 is seconds: write 0.5s to say so' },
    ]);
    expect(value('queue_age > 30')).toBe(30);
  });

  test('above 60 a bare number on a latency is refused, with both spellings', () => {
    expect(readCondition('latency > 60').faults).toEqual([]);
    expect(said('latency > 500')).toEqual([
      '1:11 a bare number on latency_p99 is seconds, and 500 of them are surely not meant: write 500ms or 500s',
    ]);
  });

  test('a unit that does not fit the metric is refused, with the place and what would fit', () => {
    expect(said('cpu_usage > 500ms')).toEqual([
      '1:13 cpu_usage is a percentage; 500ms is a duration. Write it like 85 or 85%',
    ]);
    expect(said('latency_p99 > 5%')[0]).toContain('latency_p99 is a duration; 5% is a percentage');
    expect(said('memory_usage > 2GiB')[0]).toContain('2GiB is a size');
    expect(said('cpu_usage > 5parsecs')[0]).toContain('"parsecs" is no unit');
  });
});

describe('what is refused, where, and what would be right', () => {
  test('all faults at once, over several lines', () => {
    expect(said('cpu_usge > 85\n  and memory_usage > 500ms\n  or (latency > 90)')).toEqual([
      expect.stringMatching(/^1:1 "cpu_usge" is no metric: did you mean cpu_usage\? Known are /),
      expect.stringMatching(/^2:22 memory_usage is a percentage/),
      expect.stringMatching(/^3:17 a bare number/),
    ]);
  });

  test.each([
    ['cpu_usage >', '1:12'],
    ['cpu_usage > 85 and', '1:19'],
    ['(cpu_usage > 85', '1:16'],
    ['cpu_usage >> 85', '1:12'],
    ['cpu_usage 85', '1:11'],
    ['process.exit()', '1:13'],
    ['', '1:1'],
  ])('%s cannot be read from %s on', (text, place) => {
    expect(said(text)).toEqual([expect.stringMatching(new RegExp(`^${place} cannot read`))]);
  });

  test('anomaly() of a metric that never pages is warned of', () => {
    expect(readCondition('not anomaly(request_rate)').warnings).toEqual([
      {
        offset: 12,
        line: 1,
        column: 13,
        message: 'anomaly() means one that pages, and request_rate never does: add .severity >= low for any',
      },
    ]);
    for (const text of ['anomaly(request_rate).severity >= low', 'anomaly()', 'anomaly(running_tasks)']) {
      expect(readCondition(text).warnings).toEqual([]);
    }
  });

  test('fields of an anomaly are compared with what they are', () => {
    expect(said('anomaly().severity >= loud')[0]).toMatch(
      /^1:23 severity is compared with low, medium, high, critical/,
    );
    expect(said('anomaly().severity >= 2')[0]).toContain('not with 2');
    expect(said('anomaly().score > 90')[0]).toContain('score is from 0 to 1');
    expect(said('anomaly().duration > 5%')[0]).toContain('duration is compared with a duration');
    expect(said('orders.anomaly(users.cpu_usage)')[0]).toContain('name one service');
  });

  test('forecasts ask what a forecast can answer', () => {
    expect(said('forecast(cpu_usage, 1h) > 500ms')).toEqual([
      '1:27 cpu_usage is a percentage; 500ms is a duration. Write it like 85 or 85%',
    ]);
    expect(said('cpu_usage > 5\n  and forecast(memory_usage, 2d) > 90')).toEqual([
      '2:30 a forecast reaches up to 24h ahead, not 2d: ask for less',
    ]);
    expect(said('forecast(cpu_usge, 1h) > 90')[0]).toMatch(/^1:10 "cpu_usge" is no metric: did you mean cpu_usage/);
    expect(said('forecast(cpu_usage, 1h) == 90')[0]).toMatch(/^1:28 a forecast is compared with/);
    expect(said('forecast(cpu_usage, 1h) > 90 with probability >= 80')).toEqual([
      '1:50 a probability is from 0 to 1, not 80: write it like 0.8 or 80%',
    ]);
    expect(said('forecast(cpu_usage, 1h) > 90 with probability == 1')[0]).toContain('a probability is compared with');
    expect(said('forecast(error_rate, 1h) > 5')[0]).toContain('this can never be');
    expect(said('forecast(cpu_usage) > 90')[0]).toMatch(/^1:19 cannot read this/);
    expect(said('forecast(cpu_usage, 1h) > 90 and not forecast(cpu_usage, 1h) > 90')[0]).toContain(
      'exclude each other',
    );
  });

  test('what can never be', () => {
    expect(said('error_rate > 5')).toEqual([
      '1:14 this can never be: error_rate is a ratio, from 0 to 1. Write it like 0.05 or 5%',
    ]);
    expect(said('running_tasks < 0')[0]).toContain('at least 0');
    expect(said('cpu_usage > 85 and cpu_usage < 60')).toEqual([
      '1:1 this can never be true: cpu_usage > 85 and cpu_usage < 60 exclude each other',
    ]);
    expect(said('anomaly(cpu_usage) and not anomaly(cpu_usage)')[0]).toContain('exclude each other');
    expect(said('cpu_usage > 85 and orders.cpu_usage < 60')).toEqual([]);
    expect(said('cpu_usage >= 60 and cpu_usage <= 60')).toEqual([]);
    expect(said('cpu_usage > 85 and cpu_usage < 60 or memory_usage > 90')).toEqual([]);
  });
});
