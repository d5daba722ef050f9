import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAnomaly, aValue } from '../../fixtures.ts';
import { type Condition, readCondition } from '../condition.ts';
import { conditionText } from '../conditionText.ts';
import type { Comparator } from '../conditionTree.ts';
import { evaluate, type Facts, type Truth } from '../evaluate.ts';
import { conditionImplies, overlapOf, possible } from './cases.ts';

// What the analysis says of conditions is held against the evaluation of the very same ones: it may not know, but what
// it claims has to be so in each world.

const NOW = 1_800_000_000;
const operators: Comparator[] = ['>', '>=', '<', '<=', '==', '!='];
const bounds = [10, 20, 30];
/** Each side of each bound, and the bounds themselves. */
const values = [5, 10, 15, 20, 25, 30, 35];

const compared = fc
  .record({
    metric: fc.constantFrom('cpu_usage', 'latency_p50', 'latency_p99'),
    op: fc.constantFrom(...operators),
    value: fc.constantFrom(...bounds),
  })
  .map((part): Condition => ({ kind: 'compare', service: null, ...part }));
const anomalous = fc
  .record({
    metric: fc.constantFrom('cpu_usage', null),
    field: fc.constantFrom('severity' as const, null),
    op: fc.constantFrom(...operators),
    value: fc.constantFrom(0, 1, 2, 3),
  })
  .map((part): Condition => ({ kind: 'anomaly', service: null, ...part }));

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    compared,
    anomalous,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('condition'),
      right: tie('condition'),
    }),
    tie('condition').map((of): Condition => ({ kind: 'not', of })),
  ),
}));

const anomalies: Facts['anomalies'][] = [
  [],
  ...(['low', 'medium', 'critical'] as const).flatMap((severity) => [
    [anAnomaly({ severity, level: 'page', updated_at: new Date(NOW * 1000).toISOString() })],
    [anAnomaly({ severity, level: 'warn', updated_at: new Date(NOW * 1000).toISOString() })],
  ]),
];

/** Worlds that there can be: p50 is not above p99. Some say nothing of one of the metrics. */
const worlds: Facts[] = values.flatMap((cpu) =>
  values.flatMap((p50) =>
    values
      .filter((p99) => p99 >= p50)
      .flatMap((p99, index) => {
        const latest = Object.entries({ cpu_usage: cpu, latency_p50: p50, latency_p99: p99 }).map(([metric, value]) =>
          aValue({ metric, value, at: NOW - 10 }),
        );
        const open = anomalies[(cpu + p50 + index) % anomalies.length] ?? [];
        return [
          { now: NOW, latest, anomalies: open },
          { now: NOW, latest: latest.slice(1), anomalies: open },
        ];
      }),
  ),
);

const truths = (of: Condition): Truth[] => worlds.map((facts) => evaluate(of, 'orders', facts));

describe('what is claimed is so in every world', () => {
  test('of what is never true there is no world in which it is', () => {
    fc.assert(
      fc.property(condition, (of) => {
        fc.pre(possible(of, 'orders')?.length === 0);
        expect(truths(of), conditionText(of)).not.toContain('true');
      }),
      { numRuns: 300, maxSkipsPerRun: 1_000 },
    );
  });

  test('of what is always true there is no world in which it is not, while there is data', () => {
    fc.assert(
      fc.property(condition, (of) => {
        fc.pre(possible(of, 'orders', false)?.length === 0);
        expect(truths(of), conditionText(of)).not.toContain('false');
      }),
      { numRuns: 300, maxSkipsPerRun: 1_000 },
    );
  });

  test('where one condition implies another, the other is not false where the first is true', () => {
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        const wider: Condition = { kind: 'or', left: a, right: b };
        const narrower: Condition = { kind: 'and', left: b, right: a };
        for (const [one, other] of [
          [a, b],
          [a, wider],
          [narrower, a],
          [narrower, wider],
        ] as const) {
          if (!conditionImplies(one, other, 'orders')) continue;
          const [first, second] = [truths(one), truths(other)];
          const broken = first.findIndex((truth, index) => truth === 'true' && second[index] === 'false');
          expect(broken, `${conditionText(one)} ⇒ ${conditionText(other)}`).toBe(-1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('two conditions that never hold together do so in no world', () => {
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        fc.pre(overlapOf(a, b, 'orders') === undefined && possible(a, 'orders') !== undefined);
        fc.pre(possible(b, 'orders') !== undefined);
        const [first, second] = [truths(a), truths(b)];
        expect(first.some((truth, index) => truth === 'true' && second[index] === 'true')).toBe(false);
      }),
      { numRuns: 300, maxSkipsPerRun: 1_000 },
    );
  });
});

describe('and the plain cases are known', () => {
  const read = (text: string): Condition => {
    const { condition: found, faults } = readCondition(text);
    if (!found) throw new Error(JSON.stringify(faults));
    return found;
  };

  test.each([
    ['cpu_usage > 90', 'cpu_usage > 80'],
    ['cpu_usage > 90', 'cpu_usage != 50'],
    ['cpu_usage >= 90 and cpu_usage <= 90', 'cpu_usage == 90'],
    ['latency_p50 > 500ms', 'latency_p99 > 400ms'],
    ['min(cpu_usage, 5m) > 90', 'cpu_usage > 80'],
    ['min(cpu_usage, 5m) > 90', 'avg(cpu_usage, 2m) > 90'],
    ['anomaly(cpu_usage)', 'anomaly()'],
    ['anomaly(cpu_usage)', 'anomaly(cpu_usage).severity >= low'],
    ['anomaly(cpu_usage).severity > medium', 'anomaly().severity >= high'],
    ['not anomaly()', 'not anomaly(cpu_usage)'],
    ['forecast(cpu_usage, 1h) > 95%', 'forecast(cpu_usage, 2h) > 90% with probability >= 0.7'],
    ['deploying for 5m', 'deploying for 10m'],
    ['time in "Mon-Fri 09:00-17:00 UTC"', 'time in "Mon-Sat 08:00-18:00 UTC"'],
    ['cpu_usage > 80 and (error_rate > 5% or queue_age > 60s)', 'queue_age > 30s or error_rate > 1%'],
  ])('%s implies %s, and not the other way round', (one, other) => {
    expect(conditionImplies(read(one), read(other), 'orders')).toBe(true);
    expect(conditionImplies(read(other), read(one), 'orders')).toBe(one.includes('<= 90'));
  });

  test('of two services nothing follows', () => {
    expect(conditionImplies(read('payments.cpu_usage > 90'), read('cpu_usage > 80'), 'orders')).toBe(false);
    expect(conditionImplies(read('orders.cpu_usage > 90'), read('cpu_usage > 80'), 'orders')).toBe(true);
  });
});
