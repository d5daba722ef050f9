import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severityRank } from '../anomaly/anomaly.ts';
import { metricDefinition, metricNames } from '../metric/catalogue.ts';
import { type Condition, readCondition } from './condition.ts';
import { conditionText } from './conditionText.ts';
import { readTimeWindow } from './timeWindow.ts';
import { neverHolds } from './unit.ts';

const op = fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const, '==' as const, '!=' as const);
const bound = fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const);
const service = fc.option(fc.constantFrom('orders', 'shop.v2', 'billing_2', 'a-b'));
const metric = fc.constantFrom(...metricNames);
const seconds = fc.oneof(fc.integer({ min: 1, max: 86_400 }), fc.constantFrom(0.5, 90.25, 3_600, 300));
const number = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value || 0);
const of = <const Kind extends string>(kind: Kind) => fc.constant(kind);
/** A bound that the metric can be on both sides of. */
const compared = <Op extends Condition extends never ? never : '>' | '>=' | '<' | '<=' | '==' | '!='>(
  ops: fc.Arbitrary<Op>,
) =>
  fc
    .record({ service, metric, op: ops, value: number })
    .filter(({ metric: name, op: how, value }) => neverHolds(how, value, metricDefinition(name)) === undefined);
const time = fc
  .constantFrom('Mon-Fri 09:00-17:00 Europe/London', 'Fri 16:00-Mon 08:00 UTC', 'Sat,Sun Asia/Tokyo', '22:00-06:00 UTC')
  .map(
    (text): Condition => ({ kind: 'time', text, window: readTimeWindow(text).window ?? { zone: 'UTC', spans: [] } }),
  );

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  compared(op).map((one): Condition => ({ kind: 'compare', ...one })),
  fc
    .tuple(compared(bound), seconds, bound, number)
    .map(
      ([one, within, how, value]): Condition => ({ kind: 'forecast', ...one, within, probability: { op: how, value } }),
    ),
  fc
    .tuple(fc.constantFrom('avg' as const, 'max' as const, 'min' as const, 'p95' as const), compared(op), seconds)
    .map(([which, one, length]): Condition => ({ kind: 'window', of: which, ...one, seconds: length })),
  fc.record({
    kind: of('window'),
    of: fc.constantFrom('rate' as const, 'delta' as const),
    service,
    metric,
    seconds,
    op,
    value: fc.double({ min: -0.9, max: 0.9, noNaN: true }).map((value) => value || 0),
  }),
  fc.record({
    kind: of('anomaly'),
    service,
    metric: fc.option(metric),
    field: of('score'),
    op,
    value: number,
  }),
  fc.record({
    kind: of('anomaly'),
    service,
    metric: fc.option(metric),
    field: of('severity'),
    op,
    value: fc.constantFrom(...Object.values(severityRank)),
  }),
  fc.record({ kind: of('anomaly'), service, metric: fc.option(metric), field: of('duration'), op, value: seconds }),
  fc.record({
    kind: of('anomaly'),
    service,
    metric: fc.option(metric),
    field: fc.constant(null),
    op: of('>='),
    value: of0(),
  }),
  fc.record({
    kind: of('burn_rate'),
    slo: fc.constantFrom('checkout', 'a.b-c'),
    seconds,
    op: bound,
    value: fc.integer({ min: 1, max: 99 }),
  }),
  fc.record({ kind: of('deploying'), service, within: fc.oneof(fc.constant(0), seconds) }),
  time,
);
function of0(): fc.Arbitrary<number> {
  return fc.constant(0);
}

const { condition: anyCondition } = fc.letrec<{ condition: Condition; uncounted: Condition }>((tie) => ({
  uncounted: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('uncounted'),
      right: tie('uncounted'),
    }),
    fc.record({ kind: of('not'), of: tie('uncounted') }),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ kind: of('count'), where: tie('uncounted'), op: bound, value: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
    fc.record({ kind: of('not'), of: tie('condition') }),
  ),
}));

test('a condition that is written and read again is the same', () => {
  fc.assert(
    fc.property(anyCondition, fc.option(seconds, { nil: 0 }), (condition, held) => {
      const text = conditionText(condition, held);
      fc.pre(text.length <= 2_000);
      const read = readCondition(text);
      const faults = read.faults.filter(({ message }) => !message.startsWith('this can never be true'));
      expect(faults, text).toEqual([]);
      expect(read.condition, text).toEqual(condition);
      expect(read.forSeconds, text).toBe(held);
    }),
    { numRuns: 2_000 },
  );
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...[
      'cpu_usage',
      'orders.',
      'anomaly(',
      ')',
      '(',
      'and',
      'or',
      'not',
      'for',
      '2m',
      '> 5',
      '>',
      '85%',
      '"',
      'time in',
    ],
    ...[
      'avg(',
      ', 5m)',
      'count(services where',
      'burn_rate(x',
      'deploying',
      '.severity',
      '>= high',
      '\n',
      '\t',
      '￼',
      'é',
      '5/s',
    ],
    ...[
      '"Mon-Fri 09:00-17:00 UTC"',
      'forecast(',
      'with probability',
      '1e999',
      '-',
      '/m',
      '.',
      ',',
      '__proto__',
      'constructor',
    ],
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(words, { maxLength: 40 }).map((all) => all.join(' ')),
    fc.tuple(anyCondition, fc.nat(), fc.nat(20), fc.string({ maxLength: 3 })).map(([condition, at, length, put]) => {
      const written = conditionText(condition);
      const from = at % (written.length + 1);
      return written.slice(0, from) + put + written.slice(from + length);
    }),
  );

  test('is read, or told what is wrong with it and where, and never crashes the parser', () => {
    fc.assert(
      fc.property(text, (written) => {
        const { condition, faults } = readCondition(written, { slos: {} });
        expect(condition !== undefined || faults.length > 0).toBe(true);
        const lines = written.split('\n');
        for (const { offset, line, column, message } of faults) {
          expect(message).not.toBe('');
          if (!written.includes('\uFFFC')) expect(message).not.toContain('\uFFFC');
          expect(offset).toBeLessThanOrEqual(written.length);
          expect(lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1).toBe(offset);
        }
        expect(faults.map(({ offset }) => offset)).toEqual(faults.map(({ offset }) => offset).sort((a, b) => a - b));
      }),
      { numRuns: 5_000 },
    );
  });

  test('a fault more makes no fault less: what was wrong before it still is told', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(' and memory_usage >> 3', ' or (cpu_usage > ) ', ' and avg(cpu_usage) > 5'),
        (broken) => {
          const [first, second] = readCondition(`cpu_usge > 85${broken} and cpu_usage > 5ms`).faults;
          expect(first?.message).toContain('did you mean cpu_usage');
          expect(second?.message).toContain('cannot read');
          expect(readCondition(`cpu_usge > 85${broken} and cpu_usage > 5ms`).faults).toHaveLength(3);
        },
      ),
    );
  });
});
