import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { Sample } from '../sample/sample.ts';
import { foldShard, latestOf, type Shard } from '../shard/shard.ts';
import { START, STEP } from './made.fixture.ts';

/** A series that is fed window by window, and what was written of its anomalies. */
function fed(metric: string, step = STEP) {
  let shard: Shard = new Map();
  let index = 0;
  const written: Anomaly[] = [];
  const at = (position: number) => START + position * step;
  const sample = (position: number, value: number): Sample => ({
    service: 'orders',
    metric,
    source: 'cloudwatch',
    at: at(position),
    step,
    value,
  });
  function fold(samples: readonly Sample[], { acting = false, now = at(index) + 2 } = {}): Anomaly[] {
    const folded = foldShard(shard, samples, { now, acting: new Set(acting ? ['orders'] : []) });
    expect(folded.failed).toEqual([]);
    shard = folded.shard;
    written.push(...folded.changed);
    return folded.changed;
  }
  return {
    written,
    /** the next windows; NaN is one that is missing */
    next(values: readonly number[], around: { acting?: boolean; lag?: number } = {}): Anomaly[] {
      return values.flatMap((value) => {
        index += 1;
        return Number.isNaN(value)
          ? []
          : fold([sample(index - 1, value)], { acting: around.acting, now: at(index) + (around.lag ?? 2) });
      });
    },
    skip(windows: number) {
      index += windows;
    },
    /** a window `ago` windows before the next one */
    late: (ago: number, value: number) => fold([sample(index - ago, value)]),
    fold,
    get index() {
      return index;
    },
    sample,
    open: () => [...shard.values()].find(({ episode }) => episode)?.episode?.anomaly,
    state: () => [...shard.values()][0],
    latest: () => latestOf(shard)[0],
    shard: () => shard,
  };
}

const usual = (count: number, level = 20): number[] =>
  Array.from({ length: count }, (_, i) => level + ((i * 7) % 5) / 2);
const told = (changes: readonly Anomaly[]) => changes.map(({ status, resolution }) => resolution ?? status);

describe('opening', () => {
  test('one odd point waits for a second within four periods; where it does not come, nothing happened', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    expect(cpu.next([38, ...usual(4), 38, ...usual(4)])).toEqual([]);
    expect(told(cpu.next([38, 21, 21, 38]))).toEqual(['open']);
  });

  test('an episode carries what was expected, when it began, and who said so', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    cpu.next([60, 61]);
    expect(cpu.open()).toMatchObject({
      service: 'orders',
      metric: 'cpu_usage',
      status: 'open',
      level: 'page',
      severity: 'high',
      direction: 'up',
      started_at: new Date((START + 60 * STEP) * 1000).toISOString(),
      current_value: 61,
      predicted_value: 21,
      unit: '%',
      trend: 'increasing',
      recommendation: 'Scale up replicas',
      version: 1,
      detectors: [{ name: 'zscore' }, { name: 'moving_average' }, { name: 'limit' }],
    });
    expect(cpu.open()?.anomaly_score).toBeGreaterThan(0.99);
  });

  test('a large jump of a smooth metric opens at once; of one that spikes it does not', () => {
    const memory = fed('memory_usage');
    memory.next(usual(60));
    expect(told(memory.next([60]))).toEqual(['open']);
    const latency = fed('latency_p99');
    latency.next(usual(60, 60));
    expect(latency.next([2_000, ...usual(6, 60)])).toEqual([]);
  });

  test('what climbs slowly is seen although no single point is far off', () => {
    const noisy = (count: number, level: number) =>
      Array.from({ length: count }, (_, i) => level + 6 * (i % 2 === 0 ? 1 : -1));
    const cpu = fed('cpu_usage');
    cpu.next(noisy(60, 40));
    expect(told(cpu.next(noisy(8, 59))).filter((what) => what === 'open').length).toBeGreaterThan(0);
  });

  test('falling is no incident where rising is', () => {
    const latency = fed('latency_p99');
    latency.next(usual(60, 900));
    expect(latency.next([10, 10, 10, 10])).toEqual([]);
    const tasks = fed('running_tasks');
    tasks.next(new Array(60).fill(4));
    expect(told(tasks.next([2, 2, 2])).at(-1)).toBe('open');
    expect(tasks.open()).toMatchObject({ direction: 'down', level: 'warn' });
  });

  test('at its natural limit a metric is seen at once and without history', () => {
    const memory = fed('memory_usage');
    expect(told(memory.next([93]))).toEqual(['open']);
    expect(memory.open()).toMatchObject({ level: 'page', severity: 'high' });
    const tasks = fed('running_tasks');
    expect(told(tasks.next([0]))).toEqual(['open']);
    expect(tasks.open()).toMatchObject({ level: 'page', severity: 'critical' });
    const cpu = fed('cpu_usage');
    cpu.next([95]);
    expect(cpu.open()?.level, 'one window of a processor that starts is no page').toBe('warn');
    cpu.next([95]);
    expect(cpu.open()?.level).toBe('page');
  });

  test('a constant series, and one of zeros, stay quiet until they really change', () => {
    const pool = fed('connection_pool_usage');
    pool.next(new Array(100).fill(5));
    expect(pool.next([5.001, 6, 9, 5])).toEqual([]);
    const errors = fed('error_rate');
    errors.next(new Array(100).fill(0));
    expect(errors.next([0.006, 0, 0.012, 0.03])).toEqual([]);
    expect(told(errors.next([0.3, 0.3]))).toContain('open');
  });

  test('a series that spikes by habit learns how far', () => {
    const latency = fed('latency_p99');
    const restless = Array.from({ length: 90 }, (_, i) => (i % 12 === 0 ? 600 : 60));
    latency.next(restless);
    expect(latency.next([650, 60, 650, 60])).toEqual([]);
    expect(told(latency.next([1_500, 1_500]))).toEqual(['open']);
  });
});

describe('closing', () => {
  test('three calm periods in a row close, however far off it was; two do not, nor what is only half back', () => {
    const latency = fed('latency_p99');
    latency.next(usual(60, 60));
    latency.next(new Array(12).fill(5_000));
    expect(told(latency.next([60, 61, 5_000, 60, 61]))).not.toContain('recovered');
    expect(told(latency.next([62]))).toEqual(['recovered']);
    expect(latency.open()).toBeUndefined();
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    cpu.next([60, 60]);
    expect(told(cpu.next([30, 30, 30, 30, 30]))).not.toContain('recovered');
    expect(told(cpu.next(usual(3)))).toContain('recovered');
  });

  test('what was before the recovery opens nothing after it', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    cpu.next([80, 80, 80, 80, 80, ...usual(3)]);
    expect(cpu.next([36, ...usual(20)])).toEqual([]);
  });

  test('an open episode is written again with each point, and grows graver, never milder', () => {
    const errors = fed('error_rate');
    errors.next(new Array(60).fill(0));
    const changes = errors.next([0.05, 0.06, 0.6, 0.6, 0.05]);
    expect(changes.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(changes.map(({ level }) => level)).toEqual(['warn', 'page', 'page', 'page']);
    expect(changes.map(({ severity }) => severity)).toEqual(['high', 'critical', 'critical', 'critical']);
  });

  test('what it was at its oddest stays, when it is calm again', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    const [open] = cpu.next([80, 80]).slice(-1);
    const resolved = cpu.next(usual(6)).at(-1);
    expect(resolved?.status).toBe('resolved');
    expect(resolved?.anomaly_score).toBe(open?.anomaly_score);
    expect(resolved?.detectors).toEqual(open?.detectors);
  });

  test('what rarity opens, downward, is told as downward', () => {
    const made = fed('orders_placed', 60); // no metric of the catalogue: only its own past tells
    made.next(Array.from({ length: 2_000 }, (_, i) => 100 + ((i * 7) % 11)));
    made.next([20, 20]);
    expect(made.open()).toMatchObject({ direction: 'down' });
  });

  test('a level that lasts is the new normal', () => {
    const tasks = fed('running_tasks');
    tasks.next(new Array(90).fill(4));
    expect(told(tasks.next(new Array(40).fill(2)))).toContain('recovered');
    expect(tasks.next(new Array(20).fill(2))).toEqual([]);
    const cpu = fed('cpu_usage');
    cpu.next(usual(90));
    expect(told(cpu.next(new Array(300).fill(60)))).not.toContain('recovered');
    expect(told(cpu.next(new Array(100).fill(60)))).toContain('recovered');
  });
});

describe('late, revised and missing points', () => {
  test('a revised first value closes the episode that it had opened, as revised, and it is history as it is', () => {
    const memory = fed('memory_usage');
    memory.next(usual(60));
    memory.next([88, 88]);
    expect(memory.open()?.level).toBe('page');
    expect(told(memory.late(2, 20.5))).not.toContain('revised');
    expect(told(memory.late(1, 21))).toEqual(['revised']);
    expect(memory.next(usual(10))).toEqual([]);
    const values = memory.state()?.gathering.values ?? [];
    expect(Math.max(...values)).toBeLessThan(30);
  });

  test('a revision that makes a point odd opens', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    cpu.next([80, 20, 20]);
    expect(told(cpu.late(2, 80))).toEqual(['open']);
  });

  test.each([60, 120])('points %d s late are judged once, and asked again they are known', (lag) => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60), { lag });
    const opened = cpu.next([70, 72], { lag });
    expect(told(opened)).toEqual(['open']);
    const windows = [...usual(8), 70, 72];
    const again = windows.map((value, i) => cpu.sample(cpu.index - 10 + i, value));
    expect(cpu.fold(again.slice(8), { now: START + cpu.index * STEP + lag })).toEqual([]);
    expect(cpu.state()?.samplesSeen).toBe(62);
  });

  test('a point too late to be judged is still history, and changes nothing else', () => {
    const cpu = fed('cpu_usage');
    cpu.next([...usual(50), Number.NaN, ...usual(20)]);
    const before = cpu.state();
    expect(cpu.late(21, 99)).toEqual([]);
    expect(cpu.state()?.gathering.values[50]).toBe(99);
    expect({ ...cpu.state(), gathering: null }).toEqual({ ...before, gathering: null });
  });

  test('after a gap what is old teaches and opens nothing, what is new does', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    const until = START + 200 * STEP;
    const caught = Array.from({ length: 140 }, (_, i) => cpu.sample(60 + i, i < 70 ? 75 : 20));
    expect(cpu.fold(caught, { now: until + 2 })).toEqual([]);
    cpu.skip(140);
    expect(told(cpu.next(new Array(6).fill(75)))).toContain('open');
  });

  test('holes do not bring distant points together', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    expect(cpu.next([38, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 38])).toEqual([]);
  });

  test('what is no number is no point', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(20));
    const before = cpu.state();
    expect(cpu.fold([cpu.sample(20, Number.NaN), cpu.sample(21, Number.POSITIVE_INFINITY)])).toEqual([]);
    expect(cpu.state()).toEqual(before);
  });

  test('an episode of a series that falls silent while its service speaks ends as silent', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    cpu.next([70, 70]);
    const speaks = (minutes: number) => {
      const now = START + cpu.index * STEP + minutes * 60;
      return cpu.fold([{ ...cpu.sample(0, 5), metric: 'request_rate', at: now - STEP }], { now });
    };
    expect(speaks(4)).toEqual([]);
    expect(told(speaks(6))).toEqual(['silent']);
    cpu.skip(40);
    expect(cpu.next([21, 70, 20]), 'the old points are over').toEqual([]);
  });

  test('a whole service that is gone for an hour has no open episode', () => {
    const cpu = fed('cpu_usage');
    cpu.next([...usual(60), 70, 70]);
    const other = { ...cpu.sample(0, 5), service: 'users', at: START + 5_000 };
    expect(told(cpu.fold([other], { now: START + 4_000 }))).toEqual([]);
    expect(told(cpu.fold([{ ...other, at: START + 5_010 }], { now: START + 5_000 }))).toEqual(['silent']);
  });
});

describe('while an action of ours changes the service', () => {
  test('nothing opens but at the natural limit, nothing is learnt, and nothing of it opens afterwards', () => {
    const latency = fed('latency_p99');
    latency.next(usual(60, 60));
    const learnt = latency.state()?.learnt;
    expect(latency.next(new Array(8).fill(2_000), { acting: true })).toEqual([]);
    expect(latency.next(usual(30, 60))).toEqual([]);
    expect(latency.state()?.learnt.every((value) => value < 100)).toBe(true);
    expect(latency.state()?.learnt.length).toBeGreaterThan(learnt?.length ?? 0);
    const tasks = fed('running_tasks');
    tasks.next(new Array(60).fill(2));
    expect(told(tasks.next([0], { acting: true }))).toEqual(['open']);
  });

  test('an open episode goes on, and recovers', () => {
    const memory = fed('memory_usage');
    memory.next(usual(60, 30));
    memory.next([60, 65]);
    expect(told(memory.next([70], { acting: true }))).toEqual(['open']);
    expect(told(memory.next(usual(3, 30), { acting: true })).at(-1)).toBe('recovered');
  });
});

describe('readiness and steps', () => {
  test('ready after 15 points', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(14));
    expect(cpu.latest()?.ready).toBe(false);
    expect(cpu.next([70])).toEqual([]);
    expect(cpu.latest()?.ready).toBe(true);
  });

  test("a minute's metric opens and closes in as many points as one of ten seconds", () => {
    const cpu = fed('cpu_usage', 60);
    cpu.next(usual(40));
    expect(told(cpu.next([60, 60]))).toEqual(['open']);
    expect(told(cpu.next(usual(3)).slice(-1))).toEqual(['recovered']);
  });

  test('a series whose step changes goes on with what it knows, its history cut in between', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(60));
    const coarse = Array.from({ length: 6 }, (_, i) => ({ ...cpu.sample(60 + 6 * i, i < 4 ? 20 : 70), step: 60 }));
    const folded = foldShard(cpu.shard(), coarse, { now: START + 100 * STEP, acting: new Set() });
    expect(folded.full.map(({ step, points }) => [step, points.length])).toEqual([[STEP, 60]]);
    expect(told(folded.changed)).toEqual(['open']);
    const state = [...folded.shard.values()][0];
    expect(state).toMatchObject({ step: 60, gathering: { start: START + 60 * STEP } });
    expect(state?.gathering.values).toHaveLength(6);
  });

  test('one series that cannot be folded is set aside alone', () => {
    const cpu = fed('cpu_usage');
    cpu.next(usual(20));
    const damaged = new Map(cpu.shard());
    const state = damaged.get('orders/cpu_usage');
    if (!state) throw new Error('the series is missing');
    damaged.set('orders/cpu_usage', { ...state, learnt: null as unknown as number[] });
    const folded = foldShard(damaged, [cpu.sample(20, 20), { ...cpu.sample(20, 5), metric: 'error_rate' }], {
      now: START + 500,
      acting: new Set(),
    });
    expect(folded.failed.map(({ series }) => series)).toEqual(['orders/cpu_usage']);
    expect(folded.shard.has('orders/error_rate')).toBe(true);
  });
});
