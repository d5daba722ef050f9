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
const place = (fault: string) => fault.split(' ')[0];
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

  test('one number for the last minutes, of the service or another', () => {
    const of = { kind: 'window', of: 'avg', service: null, metric: 'cpu_usage', seconds: 300, op: '>', value: 80 };
    expect(tree('avg(cpu_usage, 5m) > 80')).toEqual(of);
    expect(tree('Max( cpu , 1h ) >= 80%')).toEqual({ ...of, of: 'max', seconds: 3_600, op: '>=' });
    expect(tree('payments.min(cpu_usage, 30s) < 5')).toMatchObject({ of: 'min', service: 'payments', seconds: 30 });
    expect(tree('p95(payments-service.latency, 5m) > 500ms')).toMatchObject({
      of: 'p95',
      service: 'payments',
      metric: 'latency_p99',
      value: 500,
    });
    expect(tree('delta(memory_usage, 10m) < -20')).toMatchObject({ of: 'delta', value: -20 });
    expect(tree('rate(memory_usage, 10m) > 3%/m')).toMatchObject({ of: 'rate', value: 0.05 });
    expect(tree('rate(latency_p99, 10m) > 1s/m')).toMatchObject({ value: 1_000 / 60 });
    expect(tree('rate(request_rate, 10m) > 120/s/h')).toMatchObject({ value: 120 / 3_600 });
    expect(tree('rate(running_tasks, 10m) < -6/m')).toMatchObject({ value: -0.1 });
  });

  test('how fast a budget burns, whether a deployment is under way, what time it is', () => {
    expect(tree('burn_rate(checkout, 1h) > 14.4')).toEqual({
      kind: 'burn_rate',
      slo: 'checkout',
      seconds: 3_600,
      op: '>',
      value: 14.4,
    });
    expect(tree('deploying')).toEqual({ kind: 'deploying', service: null, within: 0 });
    expect(tree('not payments.deploying for 10m')).toEqual({
      kind: 'not',
      of: { kind: 'deploying', service: 'payments', within: 600 },
    });
    expect(tree('time in "Fri 16:00-Mon 08:00 Europe/London"')).toEqual({
      kind: 'time',
      text: 'Fri 16:00-Mon 08:00 Europe/London',
      window: { zone: 'Europe/London', spans: [[6_720, 10_560]] },
    });
  });

  test('how many services there are of which something holds', () => {
    expect(tree('count(services where avg(cpu_usage, 5m) > 80 and not deploying) >= 2')).toMatchObject({
      kind: 'count',
      where: { kind: 'and', left: { kind: 'window' }, right: { kind: 'not' } },
      op: '>=',
      value: 2,
    });
    expect(tree('count(services where(cpu > 5)) == 0')).toMatchObject({ kind: 'count', op: '==', value: 0 });
  });

  test('the condition of the contract, whole', () => {
    const text = 'forecast(memory_usage, 1h) > 90% with probability >= 0.8 and not deploying for 10m';
    expect(tree(text)).toMatchObject({ left: { kind: 'forecast' }, right: { of: { kind: 'deploying', within: 600 } } });
    expect(readCondition(text).forSeconds).toBe(0);
    expect(readCondition('(cpu_usage > 5 and deploying) for 2m')).toMatchObject({ forSeconds: 120, faults: [] });
  });

  test('a service whose name holds dots', () => {
    expect(tree('shop.v2.cpu_usage > 5')).toEqual(compared('cpu_usage', '>', 5, 'shop.v2'));
    expect(tree('anomaly(shop.v2.cpu_usage)')).toMatchObject({ service: 'shop.v2' });
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

  test('what cannot be read hides no other fault, neither before it nor after', () => {
    expect(said('cpu_usge > 85 and memory_usage >> 3\n  or error_rate > 500ms')).toEqual([
      expect.stringMatching(/^1:1 "cpu_usge" is no metric/),
      expect.stringMatching(/^1:33 cannot read this: here ">" stands/),
      expect.stringMatching(/^2:19 error_rate is a ratio/),
    ]);
    expect(said('(cpu_usage > ) and (memory_usage or error_rate = 5%) and latnecy > 1s').map(place)).toEqual([
      '1:14',
      '1:34',
      '1:48',
      '1:58',
    ]);
    expect(said('cpu_usage is high and cpu_usage > 5ms')).toEqual([
      expect.stringMatching(/^1:11 cannot read this: here "is" stands, where a comparison/),
      expect.stringMatching(/^1:35 cpu_usage is a percentage/),
    ]);
    expect(said('cpu_usage > 85) and cpu_usage > 5ms').map(place)).toEqual(['1:15', '1:33']);
    expect(said('(cpu_usage > 5ms and memory_usage > 5').map(place)).toEqual(['1:14', '1:38']);
    expect(said('cpu_usage > 5ms and').map(place)).toEqual(['1:13', '1:20']);
    expect(said('cpu_usage > 85 and and memory_usage > 5ms').map(place)).toEqual(['1:20', '1:39']);
    expect(said('avg(cpu_usage) > 85 and avg(memory_usage, 5) > 5').map(place)).toEqual(['1:14', '1:43']);
    expect(said('count(services where cpu_usge > 5 and memory_usage >> 3) >= 2').map(place)).toEqual(['1:22', '1:53']);
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

  test('windows ask for a unit that fits, a time that is kept, and a change in a time', () => {
    expect(said('avg(cpu_usage, 5m) > 500ms')).toEqual([
      '1:22 cpu_usage is a percentage; 500ms is a duration. Write it like 85 or 85%',
    ]);
    expect(said('avg(cpu_usage, 2d) > 5')).toEqual(['1:16 avg() looks back up to 24h, not 2d: ask for less']);
    expect(said('max(cpu_usage, 0s) > 5')[0]).toContain('ask for more');
    expect(said('p95(cpu_usge, 5m) > 5')[0]).toMatch(/^1:5 "cpu_usge" is no metric: did you mean cpu_usage/);
    expect(said('rate(cpu_usage, 5m) > 5%')).toEqual([
      '1:23 rate() is how much cpu_usage changes in a time, not 5%: write it like 2%/m',
    ]);
    expect(said('rate(cpu_usage, 5m) > 5ms/m')[0]).toContain('cpu_usage is a percentage');
    expect(readCondition('rate(cpu_usage, 5m) > 5').warnings[0]?.message).toContain('a change a second');
    expect(said('cpu_usage > 5%/m')[0]).toContain('5%/m is a change in a time');
    expect(said('delta(error_rate, 5m) > 2')[0]).toContain('this can never be');
    expect(said('delta(cpu_usage, 5m) < -20')).toEqual([]);
    expect(said('payments.avg(orders.cpu_usage, 5m) > 5')[0]).toContain('name one service');
  });

  test('objectives are those that the configuration names, and no budget burns faster than it can', () => {
    const slos = {
      checkout: { name: 'checkout', service: 'orders', metric: 'error_rate', good: null, objective: 0.95 },
    };
    const of = (text: string) =>
      readCondition(text, { slos }).faults.map(({ column, message }) => `${column} ${message}`);
    expect(of('burn_rate(checkout, 1h) > 14.4')).toEqual([]);
    expect(of('burn_rate(chekout, 1h) > 14.4')).toEqual([
      '11 "chekout" is no objective: did you mean checkout? forestall.yml names checkout',
    ]);
    expect(of('burn_rate(checkout, 1h) > 50')).toEqual([
      '27 this can never be: a burn rate of checkout is from 0 to 20',
    ]);
    expect(of('burn_rate(checkout, 4d) > 1')[0]).toContain('looks back up to 72h');
    expect(of('burn_rate(checkout, 1h) > 5%')[0]).toContain('how many times faster');
    expect(of('burn_rate(constructor, 1h) > 5')[0]).toContain('is no objective');
    expect(readCondition('burn_rate(x, 1h) > 5', { slos: {} }).faults[0]?.message).toContain('names none, under slos');
    expect(said('burn_rate(anything, 1h) > 14.4'), 'what is not known is not checked').toEqual([]);
  });

  test('services are counted in whole numbers, and once', () => {
    expect(said('count(services where cpu_usage > 5) >= 50%')[0]).toMatch(/^1:40 services are counted/);
    expect(said('count(services where cpu_usage > 5) > 1.5')[0]).toContain('a whole number like 2');
    expect(said('count(services where cpu_usage > 5) < 0')[0]).toContain('a count is at least 0');
    expect(said('count(services where count(services where cpu > 5) > 1) > 1')[0]).toMatch(/^1:22 a count cannot be/);
  });

  test('times are told where they are wrong, and windows that share no minute', () => {
    expect(said('cpu_usage > 5 and\n  time in "Mon-Fri 09:00-17:00 Europe/Londn"')).toEqual([
      expect.stringMatching(/^2:32 "Europe\/Londn" is no time zone: did you mean Europe\/London\?/),
    ]);
    expect(readCondition('time in "Mon-Fri 09:00-17:00"').warnings[0]?.message).toContain('read as UTC');
    expect(said('time in "Sat-Sun UTC" and time in "Mon-Fri 09:00-17:00 UTC"')[0]).toContain('exclude each other');
    expect(said('time in "Sat-Sun UTC" and time in "Fri 09:00-Sun 17:00 UTC"')).toEqual([]);
    expect(said('time in Mon-Fri')[0]).toMatch(/^1:9 cannot read this/);
  });

  test('a deployment is remembered for a day', () => {
    expect(said('not deploying for 2d')).toEqual(['1:19 a deployment is remembered for 24h, not 2d: ask for less']);
    expect(said('deploying and not deploying for 10m')[0]).toContain('exclude each other');
    expect(said('not deploying and deploying for 10m')).toEqual([]);
  });

  test('more than anybody writes is refused and not tried', () => {
    expect(said('x'.repeat(2_001))[0]).toMatch(/^1:2001 a condition has at most 2000 characters/);
    expect(said(`${'('.repeat(900)}cpu_usage > 5`)[0]).toMatch(/^1:65 this is nested too deeply/);
    expect(said(`${'not '.repeat(400)}cpu_usage > 5`)[0]).toContain('nested too deeply');
    expect(said(`cpu_usage > 1${'0'.repeat(400)}`)[0]).toContain('too large');
    expect(said('cpu_usage > 5 and \uFFFC')[0]).toMatch(/^1:19 cannot read this/);
  });

  test('what can never be', () => {
    expect(said('avg(cpu_usage, 5m) > 85 and avg(cpu_usage, 5m) < 60')[0]).toContain('exclude each other');
    expect(said('avg(cpu_usage, 5m) > 85 and avg(cpu_usage, 10m) < 60')).toEqual([]);
    expect(said('burn_rate(a, 1h) > 5 and burn_rate(a, 1h) < 2')[0]).toContain('exclude each other');
    expect(said('error_rate > 5')).toEqual([
      '1:14 this can never be: error_rate is a ratio, from 0 to 1. Write it like 0.05 or 5%',
    ]);
    expect(said('running_tasks < 0')[0]).toContain('at least 0');
    expect(said('cpu_usage > 85 and cpu_usage < 60')).toEqual([
      '1:1 this can never be true: cpu_usage > 85% and cpu_usage < 60% exclude each other',
    ]);
    expect(said('anomaly(cpu_usage) and not anomaly(cpu_usage)')[0]).toContain('exclude each other');
    expect(said('cpu_usage > 85 and orders.cpu_usage < 60')).toEqual([]);
    expect(said('cpu_usage >= 60 and cpu_usage <= 60')).toEqual([]);
    expect(said('cpu_usage > 85 and cpu_usage < 60 or memory_usage > 90')).toEqual([]);
  });
});
