import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '#domain/detection/made.fixture.ts';
import { aService } from '#domain/fixtures.ts';
import { pack } from '#domain/sample/message.ts';
import type { Sample, SampleBatch } from '#domain/sample/sample.ts';
import type { MetricSource, Service } from '#domain/service/service.ts';
import type { Log, MetricQuery, PullJob } from '#ports';
import { discoverServices } from './discoverServices.ts';
import { planPulls } from './planPulls.ts';
import { type PullPorts, pullSlice } from './pullSlice.ts';

const NOW = 1_800_000_000;
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const metric = (name: string): MetricSource => ({ metric: name, source: 'cloudwatch', name });
const service = (name: string, metrics: number, resolution = 10): Service =>
  aService({ name, resolution, metrics: Array.from({ length: metrics }, (_, i) => metric(`metric_${i}`)) });

function marksInMemory() {
  const values = new Map<string, number>();
  return {
    values,
    read: async (name: string) => values.get(name),
    raise: async (name: string, to: number) => {
      if ((values.get(name) ?? Number.NEGATIVE_INFINITY) >= to) return false;
      values.set(name, to);
      return true;
    },
  };
}

/** CloudWatch as it is: each point is seen some time after its period, and may be revised once. */
interface Shown {
  at: number;
  seenAt: number;
  value: number;
  revisedAt?: number;
  revised?: number;
}

function pulling(services: readonly Service[], points: readonly Shown[], shards = 1) {
  const marks = marksInMemory();
  const world = { now: NOW, failing: new Set<string>() };
  const calls: { queries: MetricQuery[]; from: number; until: number }[] = [];
  const sent: SampleBatch[] = [];
  const ports: PullPorts = {
    marks,
    services: {
      all: async () => [...services],
      get: async () => undefined,
      put: async () => {},
      remove: async () => {},
    },
    reader: {
      async read(queries, from, until) {
        calls.push({ queries: [...queries], from, until });
        if (world.failing.has('read')) throw new Error('CloudWatch does not answer');
        return queries.flatMap(({ service: name, step, from: source }) =>
          points
            .filter(({ at, seenAt }) => at >= from && at < until && seenAt <= world.now)
            .map(({ at, value, revisedAt, revised }): Sample => {
              const shown = revisedAt !== undefined && revisedAt <= world.now ? (revised ?? value) : value;
              return { service: name, metric: source.metric, source: 'cloudwatch', at, step, value: shown };
            }),
        );
      },
    },
    samples: {
      async send(batches) {
        if (world.failing.has('send')) throw new Error('the queue does not answer');
        sent.push(...batches);
      },
    },
    clock: { now: () => world.now },
    log: silent,
    shards,
  };
  const job = (slot: number, slice = 0, slices = 1): PullJob => ({
    source: 'cloudwatch',
    slot,
    slice,
    slices,
    resolution: 10,
  });
  return { ports, marks, world, calls, sent, job, samples: () => sent.flatMap(({ samples }) => samples) };
}

describe('planning', () => {
  async function planned(services: readonly Service[], at: number, marks = marksInMemory()) {
    const jobs: { job: PullJob; delaySeconds: number }[] = [];
    const queue = {
      enqueue: async (more: readonly { job: PullJob; delaySeconds: number }[]) => void jobs.push(...more),
    };
    await planPulls(services, { marks, queue, clock: { now: () => at }, log: silent });
    return { jobs, marks };
  }

  test('one job a slot and slice, two seconds after the slot, so that its last points are there', async () => {
    const { jobs } = await planned([service('orders', 9), service('users', 3, 60)], NOW + 3);
    const fine = jobs.filter(({ job }) => job.resolution === 10);
    expect(fine.map(({ job }) => job.slot - NOW)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
    expect(fine.map(({ job, delaySeconds }) => Math.max(0, job.slot + 2 - NOW - 3) - delaySeconds)).toEqual(
      fine.map(() => 0),
    );
    expect(jobs.filter(({ job }) => job.resolution === 60).map(({ job }) => job.slot - NOW)).toEqual([0, 60, 120]);
  });

  test('five hundred metrics a slice', async () => {
    const { jobs } = await planned([service('a', 400), service('b', 400), service('c', 300)], NOW);
    expect(new Set(jobs.map(({ job }) => `${job.slice} of ${job.slices}`))).toEqual(
      new Set(['0 of 3', '1 of 3', '2 of 3']),
    );
  });

  test('twice at once plans nothing twice; after a crash before the mark the same slots again', async () => {
    const { marks } = await planned([service('orders', 9)], NOW);
    expect((await planned([service('orders', 9)], NOW + 1, marks)).jobs).toEqual([]);
    expect((await planned([service('orders', 9)], NOW + 61, marks)).jobs).toHaveLength(6);
    const failing = { enqueue: async () => Promise.reject(new Error('the queue does not answer')) };
    const clock = { now: () => NOW + 120 };
    await expect(planPulls([service('orders', 9)], { marks, queue: failing, clock, log: silent })).rejects.toThrow();
    expect((await planned([service('orders', 9)], NOW + 121, marks)).jobs).toHaveLength(6);
  });

  test('what is pushed needs no pull', async () => {
    const pushed = aService({ metrics: [{ ...metric('cpu_usage'), source: 'otlp' }] });
    expect((await planned([pushed], NOW)).jobs).toEqual([]);
  });
});

describe('pulling', () => {
  const steady = (count: number, lag: number, from = NOW - 3_600): Shown[] =>
    Array.from({ length: count }, (_, i) => ({ at: from + i * 10, seenAt: from + i * 10 + 10 + lag, value: i }));

  test('two jobs for one slot pay for one call, also when they run at once', async () => {
    const { ports, calls, job } = pulling([service('orders', 2)], steady(400, 0));
    await Promise.all([pullSlice(job(NOW), ports), pullSlice(job(NOW), ports), pullSlice(job(NOW), ports)]);
    expect(await pullSlice(job(NOW), ports)).toBe(0);
    expect(calls).toHaveLength(1);
  });

  test('a job that comes after a later one pays nothing, the later one brought its points', async () => {
    const { ports, calls, job } = pulling([service('orders', 2)], steady(400, 0));
    await pullSlice(job(NOW + 10), ports);
    expect(await pullSlice(job(NOW), ports)).toBe(0);
    expect(calls).toHaveLength(1);
  });

  test('an hour at first, then what is new and four minutes before it, and after a gap all of it in one call', async () => {
    const { ports, calls, job, world } = pulling([service('orders', 2)], steady(4_000, 0));
    for (const slot of [NOW, NOW + 10, NOW + 7_200, NOW + 100_000]) {
      world.now = slot + 2;
      await pullSlice(job(slot), ports);
    }
    expect(calls.map(({ from, until }) => until - from)).toEqual([3_600, 250, 7_430, 10_800]);
  });

  test.each(['read', 'send'])(
    'what was claimed and not pulled, because %s failed, the next slot brings',
    async (what) => {
      const { ports, calls, job, world, samples } = pulling([service('orders', 1)], steady(400, 0));
      world.now = NOW + 2;
      await pullSlice(job(NOW), ports);
      world.now = NOW + 312;
      world.failing.add(what);
      await expect(pullSlice(job(NOW + 310), ports)).rejects.toThrow();
      expect(await pullSlice(job(NOW + 310), ports), 'its repeat pays nothing').toBe(0);
      world.failing.clear();
      world.now = NOW + 322;
      await pullSlice(job(NOW + 320), ports);
      expect(calls).toHaveLength(3);
      expect(new Set(samples().map(({ at }) => at)).size).toBe(392);
    },
  );

  test('no point is lost and no slot is paid for twice, whatever comes late, is revised, fails or comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const random = seeded(seed);
        const points = Array.from({ length: 240 }, (_, i): Shown => {
          const at = NOW + i * 10;
          const seenAt = at + 10 + 110 * random();
          const revision = random() < 0.1 ? { revisedAt: seenAt + 100 * random(), revised: -1 - i } : {};
          return { at, seenAt, value: i, ...revision };
        });
        const { ports, calls, job, world, samples } = pulling([service('orders', 1)], points);
        const slots = Array.from({ length: 240 }, (_, i) => NOW + (i + 1) * 10)
          .filter(() => random() > 0.2) // minutes that nobody planned
          .flatMap((slot) => (random() < 0.2 ? [slot, slot] : [slot]))
          .map((slot) => ({ slot, runsAt: slot + 2 + (random() < 0.2 ? 25 * random() : 0) }))
          .sort((a, b) => a.runsAt - b.runsAt);
        const last = NOW + 2_700;
        for (const { slot, runsAt } of [...slots, { slot: last, runsAt: last + 2 }]) {
          world.now = runsAt;
          world.failing = new Set(slot < last && random() < 0.2 ? [random() < 0.5 ? 'read' : 'send'] : []);
          await pullSlice(job(slot), ports).catch(() => {});
        }
        const known = new Map(samples().map(({ at, value }) => [at, value]));
        for (const { at, value, revisedAt, revised } of points) {
          expect(known.get(at), `${(at - NOW) / 10}`).toBe(revisedAt === undefined ? value : revised);
        }
        expect(new Set(calls.map(({ until }) => until)).size).toBe(calls.length);
      }),
      { numRuns: 60 },
    );
  });

  test('slices part the metrics of the same resolution, each once, in whatever order the services are listed', async () => {
    const services = [service('b', 300), service('a', 400), service('c', 300), service('slow', 9, 60)];
    const asked = async (listed: readonly Service[]) => {
      const { ports, calls, job } = pulling(listed, []);
      for (const slice of [0, 1]) await pullSlice(job(NOW, slice, 2), ports);
      return calls.map(({ queries }) => queries.map((query) => `${query.service}/${query.from.metric}`));
    };
    const slices = await asked(services);
    expect(slices.map(({ length }) => length)).toEqual([500, 500]);
    expect(new Set(slices.flat()).size).toBe(1_000);
    expect(await asked(services.toReversed())).toEqual(slices);
  });

  test('samples go to their shards, oldest first, in messages that a queue takes', async () => {
    const services = Array.from({ length: 20 }, (_, i) => service(`service-with-quite-a-long-name-${i}`, 9));
    const { ports, job, sent } = pulling(services, steady(60, 0, NOW - 600), 4);
    await pullSlice(job(NOW), ports);
    expect(new Set(sent.map(({ shard }) => shard)).size).toBe(4);
    for (const batch of sent) {
      expect(Buffer.byteLength(JSON.stringify(pack(batch)))).toBeLessThan(250_000);
      const times = batch.samples.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    for (const { name } of services) {
      const shards = sent.filter(({ samples }) => samples.some((sample) => sample.service === name));
      expect(new Set(shards.map(({ shard }) => shard)).size, 'a service is whole in one shard').toBe(1);
    }
  });

  test('the most metrics of a pull, with the longest names there are, are messages that a queue takes', async () => {
    const longest = Array.from({ length: 5 }, (_, i) => ({
      ...service(`${i}`.padEnd(100, 's'), 0),
      metrics: Array.from({ length: 100 }, (_, metric_) => metric(`${metric_}_`.padEnd(100, 'm'))),
    }));
    const { ports, job, sent } = pulling(
      longest,
      steady(60, 0, NOW - 600).map((point) => ({ ...point, value: point.value / 7 })),
    );
    await pullSlice(job(NOW), ports);
    expect(sent.length).toBeGreaterThan(1);
    for (const batch of sent) expect(Buffer.byteLength(JSON.stringify(pack(batch)))).toBeLessThan(250_000);
  });

  test('four minutes of ten services are one', async () => {
    const services = Array.from({ length: 10 }, (_, i) => service(`service-${i}`, 9));
    const { ports, job, sent } = pulling(services, steady(25, 0, NOW - 250));
    await pullSlice(job(NOW), ports);
    expect(sent).toHaveLength(1);
  });
});

describe('discovery', () => {
  function catalog(known: Service[]) {
    const put: string[] = [];
    const removed: string[] = [];
    return {
      put,
      removed,
      services: {
        all: async () => known,
        get: async () => undefined,
        put: async (services: readonly Service[]) => void put.push(...services.map(({ name }) => name)),
        remove: async (names: readonly string[]) => void removed.push(...names),
      },
    };
  }
  const clock = { now: () => NOW };

  test('writes what changed and removes what is gone', async () => {
    const { services, put, removed } = catalog([service('a', 1), service('b', 1), service('c', 1)]);
    const found = [service('a', 1), service('b', 2), service('d', 1)];
    await discoverServices({ discovery: { discover: async () => found }, services, clock, log: silent });
    expect([put, removed]).toEqual([['b', 'd'], ['c']]);
  });

  test('when it fails, what is known is watched on, and it is told', async () => {
    const { services, put, removed } = catalog([service('a', 1)]);
    const errors: string[] = [];
    const log = { ...silent, error: (message: string) => void errors.push(message) };
    const discovery = { discover: async () => Promise.reject(new Error('ThrottlingException')) };
    expect(await discoverServices({ discovery, services, clock, log })).toHaveLength(1);
    expect([put, removed, errors.length]).toEqual([[], [], 1]);
  });
});
