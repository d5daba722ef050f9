import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../anomaly/anomaly.ts';
import { foldShard, type Shard } from '../shard/shard.ts';
import { faults, quiet, START, STEP, samplesOf, seeded } from './made.fixture.ts';

/** How long after the end of a window its points are folded. */
const LAG = 3;

interface Seen {
  seconds: number;
  anomaly: Anomaly;
}

/** What is told of a service whose windows show this. */
function watch(windows: number, shows: (index: number, at: number) => Record<string, number>): Seen[] {
  let shard: Shard = new Map();
  const seen: Seen[] = [];
  for (let index = 0; index < windows; index++) {
    const at = START + index * STEP;
    const now = at + STEP + LAG;
    const folded = foldShard(shard, samplesOf('orders', at, shows(index, at)), { now, acting: new Set() });
    shard = folded.shard;
    seen.push(...folded.changed.map((anomaly) => ({ seconds: now - START, anomaly })));
  }
  return seen;
}

const ids = (seen: readonly Seen[], level: string) =>
  new Set(
    seen.filter(({ anomaly }) => anomaly.level === level).map(({ anomaly }) => `${anomaly.metric} ${anomaly.id}`),
  );

// The thresholds were set by five whole days of this (no page, a warning in four hours); a test takes a day in parts.
test('a quiet service pages nobody in a day, and warns less than once in two hours', () => {
  let warnings = 0;
  for (const seed of [1, 2, 3, 4]) {
    const random = seeded(seed);
    const seen = watch(6 * 360, (_index, at) => quiet(at, random));
    expect([...ids(seen, 'page')], `seed ${seed}`).toEqual([]);
    warnings += ids(seen, 'warn').size;
  }
  expect(warnings).toBeLessThan(12);
}, 90_000);

describe('each fault', () => {
  const BEFORE = 60;
  const DURING = 9;
  const AFTER = 20;
  // the metrics that show it: users' latency shows most of them as well, a little later
  const shownBy: Record<string, string[]> = {
    'memory-leak': ['memory_usage'],
    'cpu-burn': ['cpu_usage'],
    latency: ['latency_p50', 'latency_p95', 'latency_p99'],
    errors: ['error_rate'],
    'connection-leak': ['connection_pool_usage'],
    crash: ['running_tasks', 'error_rate'],
    'bad-version': ['running_tasks', 'error_rate'],
    'traffic-surge': ['cpu_usage', 'request_rate'],
  };

  test.each(Object.entries(faults))(
    '%s is told within three windows, pages within four, and is over a minute after',
    (name, fault) => {
      let unfinished = 0;
      for (let seed = 100; seed < 110; seed++) {
        const random = seeded(seed);
        const into = 10 * random(); // the fault begins anywhere in a window
        const seen = watch(BEFORE + DURING + AFTER, (index, at) => {
          const figures = quiet(at, random);
          const active = index >= BEFORE && index < BEFORE + DURING;
          return active ? fault(figures, (index - BEFORE + 1) * STEP - into) : figures;
        });
        const began = BEFORE * STEP + into;
        const own = seen.filter(({ seconds, anomaly }) => seconds > began && shownBy[name]?.includes(anomaly.metric));
        const [told] = own;
        const paged = own.find(({ anomaly }) => anomaly.level === 'page');
        expect((told?.seconds ?? 999) - began, `seed ${seed}`).toBeLessThanOrEqual(3 * STEP + LAG);
        expect((paged?.seconds ?? 999) - began, `seed ${seed}`).toBeLessThanOrEqual(4 * STEP + LAG);
        const healed = (BEFORE + DURING) * STEP;
        const open = new Map(
          own.filter(({ seconds }) => seconds <= healed + 60).map((one) => [one.anomaly.id, one.anomaly]),
        );
        if ([...open.values()].some(({ status }) => status === 'open')) unfinished += 1;
      }
      expect(unfinished, 'all but where a hiccup falls into the recovery').toBeLessThanOrEqual(1);
    },
  );
});
