import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { ownModels } from '#domain/forecast/forecast.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import type { Service } from '#domain/service/service.ts';
import type { LatestValue } from '#ports';
import { type ForecastAllPorts, forecastAll } from './forecastAll.ts';
import type { SeriesPoint } from './readSeries.ts';
import { rememberedWeeks } from './weeksOf.ts';

vi.setConfig({ testTimeout: 60_000 }); // an hour's forecasts are computed in some of these

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const START = 1_800_000_000;

let now: number;
let stored: Prediction[];
let anomalies: Map<string, Anomaly>;
let services: Service[];
let policies: Policy[];
let shape: (at: number) => number;
let reads: string[];
let marked: number;
let saves: ('saved' | 'conflict')[];
let left: number;
let logged: string[];

beforeEach(() => {
  now = START;
  stored = [];
  anomalies = new Map();
  services = [aService()];
  policies = [];
  shape = (at) => 30 + wiggle(at);
  reads = [];
  marked = 0;
  saves = [];
  left = 50_000;
  logged = [];
});

/** Noise of a point that is always the same: a hash of its time. */
const wiggle = (at: number): number => Math.sin(at * 12.9898) * Math.cos(at * 78.233);
const points = (from: number, until: number): SeriesPoint[] =>
  Array.from({ length: Math.max(0, Math.floor((until - from) / MINUTE)) }, (_, index) => {
    const at = Math.floor(from / MINUTE) * MINUTE + index * MINUTE;
    return { at, value: shape(at) };
  });
const newest = (): LatestValue[] =>
  services.map(({ name }) => {
    const at = Math.floor(now / MINUTE) * MINUTE - MINUTE;
    return aValue({ service: name, at, step: MINUTE, value: shape(at), expected: 30, lower: 26, upper: 34 });
  });

const weeks = rememberedWeeks();
const ports = (): ForecastAllPorts => ({
  services: { all: async () => services },
  policies: { all: async () => policies },
  latest: { of: async () => newest() },
  history: {
    read: async (series, from, until) => {
      reads.push(series);
      if (series.startsWith('broken')) throw new Error('no answer');
      return points(Math.max(from, START - 3 * DAY), until);
    },
  },
  tail: { read: async () => [] },
  predictions: {
    all: async () => stored,
    load: async (shard) => ({ shard, version: 'v', predictions: stored }),
    save: async (_loaded, predictions) => {
      const outcome = saves.shift() ?? 'saved';
      if (outcome === 'saved') stored = [...predictions];
      return outcome;
    },
  },
  anomalies: {
    foreseen: async () => [...anomalies.values()].filter(({ status }) => status === 'open'),
    put: async (anomaly) => {
      if ((anomalies.get(anomaly.id)?.version ?? 0) >= anomaly.version) return false;
      anomalies.set(anomaly.id, anomaly);
      return true;
    },
  },
  marks: {
    raise: async (_name, to) => {
      if (marked >= to) return false;
      marked = to;
      return true;
    },
  },
  models: ownModels,
  weeks,
  configuration: { limits: {}, shards: 1 },
  remaining: () => left,
  clock: { now: () => now },
  log: {
    debug: () => {},
    info: () => {},
    warn: (message) => void logged.push(message),
    error: (message) => void logged.push(message),
  },
});
const run = async () => {
  const result = await forecastAll(ports());
  if (result === 'taken') throw new Error('another run has this minute');
  return result;
};
const minutes = async (count: number) => {
  const changed: Anomaly[] = [];
  for (let minute = 0; minute < count; minute++) {
    now += MINUTE;
    changed.push(...(await run()).changed);
  }
  return changed;
};

test('a quiet series is forecast and kept, and nothing is told', async () => {
  expect(await run()).toMatchObject({ due: 1, made: 1, changed: [] });
  expect(stored).toMatchObject([{ service: 'orders', metric: 'cpu_usage', open: null, agreed: 0 }]);
  expect(stored[0]?.near).toHaveProperty('points');
  expect(stored[0]?.far).toHaveProperty('points');
  expect(await minutes(5)).toEqual([]);
});

test('of two wake-ups for one minute one works', async () => {
  await run();
  now += 10;
  expect(await forecastAll(ports())).toBe('taken');
});

describe('a ramp', () => {
  beforeEach(() => {
    // from 30 % two hours before, half a percent a minute: at 90 % two hours after it began
    shape = (at) => 30 + Math.max(0, (at - (START - 50 * MINUTE)) / 120) + wiggle(at);
  });

  test('is told before it arrives, by one episode that nears, and ends when it has arrived', async () => {
    const changed = await minutes(90);
    const [first] = changed;
    if (!first) throw new Error('nothing was told');
    expect(new Set(changed.map(({ id }) => id))).toEqual(new Set([first.id]));
    expect(first).toMatchObject({ kind: 'predicted_breach', status: 'open', version: 1, level: 'warn' });
    const truth = START + 70 * MINUTE;
    const seconds = (instant: string | null) => Date.parse(instant ?? '') / 1000;
    expect(truth - seconds(first.detected_at)).toBeGreaterThan(30 * MINUTE);
    const half = changed.findLast(({ updated_at }) => truth - seconds(updated_at) >= 20 * MINUTE);
    const lead = truth - seconds(half?.updated_at ?? null);
    expect(Math.abs(seconds(half?.forecast_exhaustion ?? null) - truth), 'the time is right').toBeLessThan(lead / 4);
    expect(changed.map(({ version }) => version)).toEqual(changed.map((_one, index) => index + 1));
    expect(changed.at(-1)).toMatchObject({ status: 'resolved', resolution: 'breached' });
    expect(changed.length).toBeLessThan(40);
  });

  test('that a policy wants to know of earlier is told by its threshold', async () => {
    policies = [aPolicy({ condition: 'forecast(cpu_usage, 2h) > 65%' })];
    const changed = await minutes(30);
    expect(changed.at(-1)).toMatchObject({ resolution: 'breached' });
    expect(changed.at(-1)?.current_value).toBeGreaterThan(64);
  });

  test('a run that died after keeping its forecasts loses no episode: the next one tells it', async () => {
    const lost = { ...ports() };
    let fails = true;
    const dying: ForecastAllPorts = {
      ...lost,
      anomalies: {
        ...lost.anomalies,
        put: async (anomaly) => {
          if (fails) throw new Error('the process died');
          return lost.anomalies.put(anomaly);
        },
      },
    };
    for (let minute = 0; minute < 20 && fails; minute++) {
      now += MINUTE;
      await forecastAll({ ...dying, remaining: () => left }).catch(() => {
        fails = false;
      });
    }
    expect(fails).toBe(false);
    const changed = await minutes(5);
    expect(changed[0]).toMatchObject({ status: 'open', version: 1 });
    expect([...anomalies.values()]).toHaveLength(1);
  });

  test('an open episode of a service that nobody watches any more is ended', async () => {
    await minutes(30);
    expect([...anomalies.values()]).toMatchObject([{ status: 'open' }]);
    services = [];
    expect(await minutes(1)).toMatchObject([{ status: 'resolved', resolution: 'silent' }]);
    expect(await minutes(1)).toEqual([]);
  });
});

test('one series that cannot be read keeps no other from being forecast', async () => {
  services = [aService({ name: 'broken' }), aService()];
  await run();
  expect(stored.find(({ service }) => service === 'broken')?.near).toMatchObject({ abstained: expect.any(String) });
  expect(stored.find(({ service }) => service === 'orders')?.near).toHaveProperty('points');
  expect(logged).toContain('series not forecast');
});

test('no more are begun than there is time for; the rest is due in the next run', async () => {
  services = Array.from({ length: 70 }, (_, index) => aService({ name: `service-${index}` }));
  left = 1_000;
  expect(await run()).toMatchObject({ made: 0 });
  left = 50_000;
  now += MINUTE;
  expect(await run()).toMatchObject({ due: 60, made: 60 });
  now += MINUTE;
  expect((await run()).made).toBeGreaterThanOrEqual(10);
  expect(new Set(stored.map(({ service }) => service)).size).toBe(70);
});

test('what another run kept meanwhile is newer, and stays', async () => {
  saves = ['conflict'];
  await run();
  expect(stored).toEqual([]);
  expect(logged).toEqual(['another run wrote these forecasts, which are newer']);
});

test('a warm function reads the weeks once, and then what is new', async () => {
  const asked: [number, number][] = [];
  const of = rememberedWeeks();
  const history = {
    read: async (_series: string, from: number, until: number) => {
      asked.push([from, until]);
      return points(Math.max(from, START - 3 * DAY), until);
    },
  };
  const read = () => of({ service: 'orders', metric: 'cpu_usage' }, { ...ports(), history });
  const first = await read();
  now += HOUR;
  const second = await read();
  expect(asked.map(([from, until]) => Math.round((until - from) / HOUR))).toEqual([28 * 24, 8]);
  expect(second.length - first.length).toBe(12);
  expect(second.slice(0, 500)).toEqual(first.slice(0, 500));
  const whole = await rememberedWeeks()({ service: 'orders', metric: 'cpu_usage' }, { ...ports(), history });
  expect(second).toEqual(whole);
});
