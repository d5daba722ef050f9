import { beforeEach, describe, expect, test } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { START, STEP, serviceHistory, serviceLoad } from '#domain/forest/forest.fixture.ts';
import { trainForest } from '#domain/forest/train.ts';
import { seededRandom } from '#domain/random.ts';
import type { Sample } from '#domain/sample/sample.ts';
import { foldShard, type Shard } from '#domain/shard/shard.ts';
import { type ForestVoice, forestVoice } from './askForests.ts';
import { type ForestWorld, forestsInMemory, newForestWorld } from './forests.fixture.ts';

const model = trainForest(serviceHistory(400), { version: 1, trainedAt: START });
let world: ForestWorld;
let voice: ForestVoice;
let state: Shard;
let moment: number;
let logged: string[];
let service: ReturnType<typeof serviceLoad>;
const log = {
  debug() {},
  info() {},
  warn: (message: string) => void logged.push(message),
  error: (message: string) => void logged.push(message),
};

beforeEach(async () => {
  world = newForestWorld();
  await forestsInMemory(world).models.put(model, undefined);
  world.calls = [];
  voice = forestVoice(forestsInMemory(world));
  state = new Map();
  moment = 0;
  logged = [];
  service = serviceLoad(seededRandom(77));
});

/** One moment of the service; broken: its processor goes against the load, each value usual by itself. */
async function say(kind: 'usual' | 'broken', kept = true): Promise<Anomaly[]> {
  const at = START + moment * STEP;
  moment += 1;
  const said = kind === 'usual' ? service.said(service.load()) : { ...service.said(0.75), cpu_usage: 50 };
  const samples = Object.entries(said).map(
    ([metric, value]): Sample => ({ service: 'orders', metric, source: 'cloudwatch', at, step: STEP, value }),
  );
  const now = at + STEP + 5;
  state = foldShard(state, samples, { now, acting: new Set() }).shard;
  const asked = await voice(
    { shard: 3, state, services: new Set(['orders']), now, acting: new Set(), budgets: new Map() },
    log,
  );
  if (kept) await asked.keep();
  return asked.changed;
}
async function sayTimes(count: number, kind: 'usual' | 'broken'): Promise<Anomaly[]> {
  const changed: Anomaly[] = [];
  for (let i = 0; i < count; i++) changed.push(...(await say(kind)));
  return changed;
}

describe('a broken correlation that no series shows', () => {
  test('becomes an episode of the service and ends with it; a new process goes on where the last one was', async () => {
    expect(await sayTimes(60, 'usual')).toEqual([]);
    const opened = await sayTimes(4, 'broken');
    expect(opened.map(({ kind, status, metric }) => [kind, status, metric])).toContainEqual([
      'multivariate',
      'open',
      'cpu_usage',
    ]);
    voice = forestVoice(forestsInMemory(world));
    const closed = await sayTimes(6, 'usual');
    expect(closed.at(-1)).toMatchObject({ id: opened[0]?.id, status: 'resolved', resolution: 'recovered' });
    const versions = [...opened, ...closed].map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
  });

  test('what was not kept is judged again, to the same', async () => {
    await sayTimes(60, 'usual');
    await sayTimes(2, 'broken');
    const lost = await say('broken', false);
    moment -= 1;
    const again = await say('broken');
    expect(again.map(({ id, version }) => [id, version])).toEqual(lost.map(({ id, version }) => [id, version]));
  });
});

describe('what it costs', () => {
  test('the switch is read each half minute, a model each five, and calm moments are not written', async () => {
    await sayTimes(20, 'usual');
    expect(world.calls.filter((call) => call === 'switch.read')).toHaveLength(20);
    expect(world.calls.filter((call) => call === 'models.get')).toHaveLength(4);
    expect(world.calls.filter((call) => call === 'watches.load')).toHaveLength(1);
    expect(world.calls.filter((call) => call === 'watches.save').length).toBeLessThan(3);
  });

  test('switched off, nothing but the switch is read, after what was open is ended', async () => {
    await sayTimes(60, 'usual');
    await sayTimes(4, 'broken');
    world.state = { ...world.state, enabled: false };
    expect((await say('broken')).map(({ status, resolution }) => [status, resolution])).toEqual([
      ['resolved', 'silent'],
    ]);
    world.calls = [];
    expect(await sayTimes(3, 'broken')).toEqual([]);
    expect(new Set(world.calls)).toEqual(new Set(['switch.read']));
  });
});

describe('detection does not depend on it', () => {
  test.each(['switch.read', 'models.get', 'watches.load'])('%s fails: told, and nothing is changed', async (call) => {
    world.broken.add(call);
    expect(await say('usual')).toEqual([]);
    expect(logged).toEqual(['the forests failed: detection goes on without them']);
    world.broken.clear();
    expect(await sayTimes(8, 'usual')).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  test('a write that another worker overtook is told, and judged again from what that one wrote', async () => {
    await sayTimes(60, 'usual');
    await sayTimes(2, 'broken');
    world.watches.set(3, { etag: '"other"', watches: new Map() });
    const opened = await say('broken');
    expect(logged).toEqual(['the forests failed: detection goes on without them']);
    const again = await say('broken');
    expect(again[0]?.id).toBe(opened[0]?.id);
    expect(world.watches.get(3)?.watches.get('orders')?.episode).not.toBeNull();
  });

  test('a service without a forest, or with one that is not ready, is left alone', async () => {
    world.models.clear();
    await sayTimes(60, 'usual');
    expect(await sayTimes(6, 'broken')).toEqual([]);
    const few = trainForest(serviceHistory(20), { version: 2, trainedAt: START });
    world.models.set('orders', { model: few, etag: '"few"' });
    expect(await sayTimes(20, 'broken')).toEqual([]);
    expect(logged).toEqual([]);
  });
});
