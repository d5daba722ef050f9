import { beforeEach, describe, expect, test } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Sample, SampleBatch } from '#domain/sample/sample.ts';
import type { Shard } from '#domain/shard/shard.ts';
import type { HistoryBlock, Log } from '#ports';
import { type DetectPorts, detectShard, type LoadedShard } from './detectShard.ts';

const NOW = 1_800_000_000;
const STEP = 10;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let stored: { state: Shard; version: number };
let anomalies: Map<string, Anomaly>;
let refused: number;
let history: Map<string, HistoryBlock>;
let overtaking: number;
let now: number;
beforeEach(() => {
  stored = { state: new Map(), version: 0 };
  anomalies = new Map();
  history = new Map();
  refused = overtaking = 0;
  now = NOW;
});

function ports(change: Partial<DetectPorts> = {}): DetectPorts {
  return {
    states: {
      load: async (shard): Promise<LoadedShard> => ({ shard, etag: `${stored.version}`, state: stored.state }),
      async save({ etag }, state) {
        if (overtaking > 0) {
          overtaking -= 1;
          stored = { ...stored, version: stored.version + 1 };
        }
        if (etag !== `${stored.version}`) return 'conflict';
        stored = { state, version: stored.version + 1 };
        return 'saved';
      },
    },
    anomalies: {
      async put(anomaly) {
        const there = anomalies.get(anomaly.id);
        if (there && there.version >= anomaly.version) {
          refused += 1;
          return false;
        }
        anomalies.set(anomaly.id, anomaly);
        return true;
      },
    },
    history: {
      put: async (blocks) => blocks.forEach((block) => void history.set(`${block.series}/${block.start}`, block)),
    },
    acting: async () => new Set(),
    forests: async () => ({ changed: [], keep: async () => {} }),
    budgets: async () => new Map(),
    clock: { now: () => now },
    log: silent,
    ...change,
  };
}

const batch = (from: number, values: readonly number[]): SampleBatch => ({
  version: 1,
  shard: 0,
  pulled_at: now,
  samples: values.map((value, index): Sample => {
    const at = NOW - 3_600 + (from + index) * STEP;
    return { service: 'orders', metric: 'memory_usage', source: 'cloudwatch', at, step: STEP, value };
  }),
});
const usual = (count: number): number[] => Array.from({ length: count }, (_, i) => 30 + (i % 3));
const detect = (batches: readonly SampleBatch[], change?: Partial<DetectPorts>) =>
  detectShard(0, batches, ports(change));

/** Folds as batches arrive, a moment after their newest sample. */
async function arrive(from: number, values: readonly number[], change?: Partial<DetectPorts>) {
  now = NOW - 3_600 + (from + values.length) * STEP + 2;
  return detect([batch(from, values)], change);
}

describe('exactly once', () => {
  test('a batch delivered twice changes nothing, nor does it after a crash before the state was saved', async () => {
    await arrive(0, usual(60));
    const dying = {
      ...ports().states,
      save: async () => {
        throw new Error('killed');
      },
    };
    await expect(arrive(60, [60, 70], { states: dying })).rejects.toThrow('killed');
    expect([...anomalies.values()].map(({ version, status }) => [version, status])).toEqual([[2, 'open']]);
    const first = structuredClone([...anomalies.values()]);
    await arrive(60, [60, 70]);
    expect([...anomalies.values()]).toEqual(first);
    const { state } = stored;
    expect(await arrive(60, [60, 70])).toEqual([]);
    expect(stored.state).toEqual(state);
  });

  test('another worker that wrote in between: folded again from what it wrote', async () => {
    await arrive(0, usual(60));
    overtaking = 2;
    const changed = await arrive(60, [60, 70]);
    expect(changed.map(({ status }) => status)).toEqual(['open']);
    expect(anomalies.size).toBe(1);
    expect(refused, 'the repeats wrote nothing').toBe(2);
  });

  test('a shard that is always overtaken fails, so that its batch comes again', async () => {
    overtaking = 99;
    await expect(arrive(0, usual(3))).rejects.toThrow('more than one reader');
  });

  test('anomalies and history are written before the state: what cannot be written is not forgotten', async () => {
    await arrive(0, usual(60));
    const { version } = stored;
    const failing = { put: async () => Promise.reject(new Error('throttled')) };
    await expect(arrive(60, [60, 70], { anomalies: failing })).rejects.toThrow('throttled');
    expect(stored.version).toBe(version);
  });
});

test('several batches of a shard are one, in their order', async () => {
  now = NOW - 3_600 + 62 * STEP + 2;
  const changed = await detect([batch(0, usual(40)), batch(40, usual(20)), batch(60, [60, 70])]);
  expect(changed.map(({ status, metric }) => [status, metric])).toEqual([['open', 'memory_usage']]);
});

test('while an action changes the service nothing opens', async () => {
  await arrive(0, usual(60));
  expect(await arrive(60, [60, 70], { acting: async () => new Set(['orders']) })).toEqual([]);
});

test('full blocks of history are written, each once', async () => {
  for (let from = 0; from < 800; from += 40) await arrive(from, usual(40));
  const blocks = [...history.values()].sort((a, b) => a.start - b.start);
  expect(blocks.length).toBeGreaterThan(1);
  const times = blocks.flatMap(({ points }) => points.map(({ at }) => at));
  expect(times).toEqual(times.map((_, index) => (times[0] ?? 0) + index * STEP));
});
