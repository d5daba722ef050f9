import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { serviceLoad } from '#domain/forest/forest.fixture.ts';
import { seededRandom } from '#domain/random.ts';
import { bookService, publish, wake } from '#test/support/aws.ts';
import { anomaliesOf, health } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { storeHistory } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

const STEP = 10;
const SERVICE = 'grove';

const Switch = z.strictObject({ enabled: z.boolean(), by: z.string(), at: z.iso.datetime().nullable() });
const Status = Switch.extend({
  samples_needed: z.literal(50),
  services: z.array(
    z.strictObject({
      service: z.string(),
      samples: z.number(),
      ready: z.boolean(),
      trained_at: z.iso.datetime().nullable(),
      model_version: z.number().nullable(),
      metrics: z.array(z.string()),
      evaluation: z
        .strictObject({ held_back: z.number(), flagged: z.number(), auc_spikes: z.number(), auc_broken: z.number() })
        .nullable(),
    }),
  ),
});

const status = () => json(api('/ml/status'), Status);
const toggle = (body?: unknown) =>
  json(api('/ml/toggle', { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }), Switch);
const grove = async () => (await status()).services.find(({ service }) => service === SERVICE);

const train = () => wake('ScheduleTrain');

const service = serviceLoad(seededRandom(1));

/** What the service says at some moments, by metric. Three follow its load; while `broken`, its processor goes against the
 *  load, each value usual by itself. The load goes up and down meanwhile, or detection, which knows the service for some
 *  minutes only, would take where it stands for its new level before a slow machine asks the forest. */
function saidAt(times: readonly number[], broken = false): Map<string, { at: number; value: number }[]> {
  const points = new Map<string, { at: number; value: number }[]>();
  for (const at of times) {
    const swing = (at / STEP) % 2 === 0 ? 0.25 : -0.25;
    const said = broken ? { ...service.said(1 + swing), cpu_usage: 40 * (1 - swing) } : service.said(service.load());
    for (const [metric, value] of Object.entries(said))
      points.set(metric, [...(points.get(metric) ?? []), { at, value }]);
  }
  return points;
}

const every = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index * STEP);

/** Publishes the metrics of the service as time goes on, from forty minutes ago. */
function publisher() {
  let at = Math.floor((Date.now() / 1000 - 2_400) / STEP) * STEP;
  const state = { broken: false };
  const tick = async () => {
    const now = Math.floor(Date.now() / 1000 / STEP) * STEP;
    const points = saidAt(every(at, (now - at) / STEP), state.broken);
    at = now;
    for (const [metric, values] of points) await publish(SERVICE, metric, values);
  };
  let running = tick();
  let failure: unknown;
  const past = running;
  const timer = setInterval(() => {
    running = running.then(tick).catch((error: unknown) => {
      failure = error;
    });
  }, 1_000);
  return {
    state,
    /** when the past is published */
    past,
    async stop() {
      clearInterval(timer);
      await running;
      if (failure !== undefined) throw failure;
    },
  };
}

/** Blocks of history of the two hours before, as detection would have written them. */
async function storePast(): Promise<void> {
  const hour = 3_600;
  const begin = Math.floor(Date.now() / 1000 / hour - 3) * hour;
  for (const start of [begin, begin + hour]) {
    for (const [metric, points] of saidAt(every(start, hour / STEP))) {
      await storeHistory({ series: `${SERVICE}/${metric}`, start, step: STEP, points });
    }
  }
}

let published: ReturnType<typeof publisher>;
beforeAll(async () => {
  await storePast();
  published = publisher();
  await published.past; // or the first pull, which asks for an hour, would find little of it
  await bookService(SERVICE);
  await until(
    'it is watched, seen and ready',
    async () => (await health()).find((one) => one.service === SERVICE)?.ready,
    { within: 240_000, every: 2_000 },
  );
}, 260_000);
afterAll(async () => {
  await published.stop();
  await toggle({ enabled: false });
});

describe('the switch', () => {
  test('is off unless somebody switched it; without a body it is switched over, and the answer says how it stands', async () => {
    const before = await status();
    expect(before.enabled).toBe(false);
    const on = await toggle();
    expect(on).toMatchObject({ enabled: true, by: expect.stringMatching(/^key:/) });
    expect(await status()).toMatchObject(on);
    expect((await toggle({})).enabled).toBe(false);
    expect((await toggle({ enabled: false })).enabled).toBe(false);
  });

  test('what is not a switch is refused, and reading is not switching', async () => {
    expect((await problem(api('/ml/toggle', { method: 'POST', body: '{"enabled":"yes"}' }), 422)).errors).toHaveLength(
      1,
    );
    await problem(api('/ml/toggle', { method: 'POST', body: '{"enable":true}' }), 422);
    const { key } = await json(
      api('/keys', { method: 'POST', body: JSON.stringify({ name: 'reader', scopes: ['read'] }) }),
      z.looseObject({ key: z.string() }),
      201,
    );
    expect((await api('/ml/status', { key })).status).toBe(200);
    expect((await problem(api('/ml/toggle', { method: 'POST', key }), 403)).detail).toContain('write');
    await problem(api('/ml/status', { key: 'rp_nobody_nothing' }), 401);
  });
});

test('while it is off nothing is trained; on, a forest of the stored history is ready', async () => {
  await train();
  expect(await grove()).toMatchObject({ samples: 0, ready: false, trained_at: null, model_version: null });
  await toggle({ enabled: true });
  await train();
  const trained = await until('it is trained', async () => {
    const one = await grove();
    return one?.ready === true ? one : undefined;
  });
  expect(trained.metrics).toEqual(['connection_pool_usage', 'cpu_usage', 'memory_usage', 'request_rate']);
  expect(trained.samples).toBeGreaterThan(700);
  expect(trained.model_version).toBeGreaterThanOrEqual(1);
  expect(trained.evaluation?.held_back).toBeGreaterThanOrEqual(10);
  expect(trained.evaluation?.auc_broken).toBeGreaterThan(0.6);
});

test('a broken correlation, of which no series says anything, becomes an episode of the service', {
  timeout: 300_000,
}, async () => {
  published.state.broken = true;
  const found = await until(
    'the forest tells',
    async () => (await anomaliesOf(SERVICE)).find(({ kind }) => kind === 'multivariate'),
    { within: 240_000, every: 2_000 },
  );
  expect(found.level).not.toBe('page');
  expect(found.detectors[0]?.name).toBe('isolation_forest');
  expect(found.recommendation).toContain(SERVICE);
  published.state.broken = false;
  await until(
    'and tells its end',
    async () => (await anomaliesOf(SERVICE)).find(({ id, status: now }) => id === found.id && now === 'resolved'),
    { within: 120_000, every: 2_000 },
  );
});
