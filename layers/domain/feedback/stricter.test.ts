import { expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { Sample } from '../sample/sample.ts';
import { foldShard, type Shard } from '../shard/shard.ts';
import { LEAST_BUDGET } from './budget.ts';

const START = 1_800_000_000;

/** Episodes of `orders/cpu_usage` that a quiet hour and then these values open, with a budget. */
function opened(values: readonly number[], budget: number): Anomaly[] {
  let shard: Shard = new Map();
  const found = new Map<string, Anomaly>();
  const quiet = Array.from({ length: 360 }, (_, index) => 20 + (index % 3));
  for (const [index, value] of [...quiet, ...values].entries()) {
    const at = START + index * 10;
    const sample: Sample = { service: 'orders', metric: 'cpu_usage', source: 'cloudwatch', at, step: 10, value };
    const around = { now: at + 12, acting: new Set<string>(), budgets: new Map([['orders/cpu_usage', budget]]) };
    const folded = foldShard(shard, [sample], around);
    shard = folded.shard;
    for (const anomaly of folded.changed) found.set(anomaly.id, anomaly);
  }
  return [...found.values()];
}

const held = (value: number): number[] => new Array(8).fill(value);

test('what was just worth a notice is none any more after false positives, in the engine as it is deployed', () => {
  expect(opened(held(34), 1)).toHaveLength(1);
  expect(opened(held(34), LEAST_BUDGET)).toEqual([]);
});

test('what is large is noticed nevertheless, and the natural limit is one for everyone', () => {
  expect(opened(held(60), LEAST_BUDGET)).toHaveLength(1);
  expect(opened(held(95), LEAST_BUDGET)[0]).toMatchObject({ level: 'page' });
});
