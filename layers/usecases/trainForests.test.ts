import { beforeEach, describe, expect, test } from 'vitest';
import { aService, aValue } from '#domain/fixtures.ts';
import { START, STEP, serviceHistory } from '#domain/forest/forest.fixture.ts';
import { type ForestWorld, forestsInMemory, newForestWorld } from './forests.fixture.ts';
import { type TrainPorts, trainForests } from './trainForests.ts';

const MOMENTS = 100;
const { series } = serviceHistory(MOMENTS);
let world: ForestWorld;
let now: number;
let logged: string[];
let unreadable: string | undefined;
beforeEach(() => {
  world = newForestWorld();
  now = START + MOMENTS * STEP;
  logged = [];
  unreadable = undefined;
});

function ports(change: Partial<TrainPorts> = {}): TrainPorts {
  const names = ['orders', 'users'];
  const points = (id: string) => {
    const [service = '', metric = ''] = id.split('/');
    if (service === unreadable) throw new Error('throttled');
    return series.get(metric) ?? [];
  };
  return {
    ...forestsInMemory(world),
    services: { all: async () => names.map((name) => aService({ name })) },
    latest: {
      of: async (services = names) =>
        services.flatMap((service) => [...series.keys()].map((metric) => aValue({ service, metric, step: STEP }))),
    },
    history: {
      read: async (id, from, until) =>
        points(id)
          .slice(0, 60)
          .filter(({ at }) => at >= from && at < until),
    },
    tail: { read: async (id) => points(id).slice(60) },
    clock: { now: () => now },
    log: {
      debug() {},
      info() {},
      warn: (message) => void logged.push(message),
      error: (message) => void logged.push(message),
    },
    timeLeft: () => true,
    ...change,
  };
}
const summaries = () => [...world.models.values()].map(({ model }) => model.summary);

describe('a run', () => {
  test('trains each service of its blocks and its tail, and not again until it is due', async () => {
    expect(await trainForests(ports())).toEqual(['orders', 'users']);
    expect(summaries().map(({ samples, version }) => [samples, version])).toEqual([
      [MOMENTS, 1],
      [MOMENTS, 1],
    ]);
    now += 300;
    expect(await trainForests(ports())).toEqual([]);
    now += (MOMENTS * STEP) / 2;
    expect(await trainForests(ports())).toEqual(['orders', 'users']);
    expect(summaries().map(({ version }) => version)).toEqual([2, 2]);
  });

  test('while it is switched off nothing is read and nothing is trained', async () => {
    world.state = { ...world.state, enabled: false };
    expect(await trainForests(ports())).toEqual([]);
    expect(world.calls).toEqual(['switch.read']);
  });

  test('one that fails is told and holds up no other', async () => {
    unreadable = 'orders';
    expect(await trainForests(ports())).toEqual(['users']);
    expect(logged).toEqual(['a forest was not trained']);
  });

  test('what there is no time for is done by the next run, which begins with it', async () => {
    let left = 1;
    expect(await trainForests(ports({ timeLeft: () => left-- > 0 }))).toEqual(['orders']);
    now += 300;
    expect(await trainForests(ports())).toEqual(['users']);
  });

  test('a service that says nothing has no forest', async () => {
    expect(await trainForests(ports({ latest: { of: async () => [] } }))).toEqual([]);
    expect(world.models.size).toBe(0);
  });

  test('metrics of another step than most have no column', async () => {
    const seldom = aValue({ service: 'orders', metric: 'queue_age', step: 300 });
    const latest = {
      of: async () => [seldom, ...[...series.keys()].map((metric) => aValue({ metric, step: STEP }))],
    };
    await trainForests(ports({ latest }));
    expect(summaries()[0]?.metrics).toEqual([...series.keys()].sort());
  });

  test('another run that was faster is not overwritten', async () => {
    const slow = ports();
    const overtaken: TrainPorts = {
      ...slow,
      models: {
        ...slow.models,
        async put(model, etag) {
          await slow.models.put(model, etag);
          return slow.models.put(model, etag);
        },
      },
    };
    expect(await trainForests(overtaken)).toEqual([]);
    expect(summaries().map(({ version }) => version)).toEqual([1, 1]);
  });
});
