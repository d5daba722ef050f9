import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ServiceFeedback } from '#contract/feedback.ts';
import { Health } from '#domain/service/health.ts';
import { Service } from '#domain/service/service.ts';
import { bookService } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { publishing } from '#test/support/publishing.ts';
import { storeAnomaly } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

const STEP = 10;
const figures = { cpu_usage: 45.2, memory_usage: 62.8, error_rate: 0.01, latency_p99: 245 };

const health = async (name: string, path = '/health') =>
  (await json(api(path), z.array(Health))).find(({ service }) => service === name);

let stop: () => Promise<void>;
beforeAll(async () => {
  await bookService('shelf');
  await bookService('mute');
  stop = publishing('shelf', () => figures);
  await until(
    'shelf is watched, seen and ready',
    async () => {
      const seen = await health('shelf');
      return seen?.ready === true && seen.latency_p99 !== null;
    },
    { within: 240_000, every: 2_000 },
  );
}, 260_000);
afterAll(() => stop());

describe('GET /health', () => {
  test.each(['/health', '/services/health'])('%s tells the newest figures', async (path) => {
    const seen = await health('shelf', path);
    expect(seen).toMatchObject({ service: 'shelf', status: 'healthy', cpu: 45.2, memory: 62.8, error_rate: 0.01 });
    expect(seen).toMatchObject({ latency_p99: 245, open_anomalies: 0, ready: true });
    expect(Date.now() - Date.parse(seen?.as_of ?? '')).toBeLessThan(90_000);
  });

  test('of a service that says nothing everything is unknown', async () => {
    const silent = await until('mute is watched', () => health('mute'), { within: 120_000 });
    expect(silent).toMatchObject({ status: 'unknown', cpu: null, memory: null, ready: false, as_of: null });
  });
});

describe('GET /services', () => {
  test('lists what is watched, page by page, by name', async () => {
    const List = z.object({ services: z.array(Service), count: z.number(), next_cursor: z.string().nullable() });
    const all = await json(api('/services?limit=500'), List);
    const names = all.services.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(['mute', 'shelf']));
    const first = await json(api('/services?limit=1'), List);
    expect(first).toMatchObject({ count: 1 });
    const second = await json(api(`/services?limit=1&cursor=${first.next_cursor}`), List);
    expect([first, second].flatMap(({ services }) => services.map(({ name }) => name))).toEqual(names.slice(0, 2));
  });

  test('one says where it runs and what is measured; its other spelling names it too', async () => {
    const service = await json(api('/services/shelf'), Service);
    expect(service).toMatchObject({ workload: { platform: 'ecs', cluster: 'forestall-demo' }, may_act: true });
    expect(service.metrics.map(({ metric }) => metric)).toEqual(expect.arrayContaining(Object.keys(figures)));
    expect((await json(api('/services/shelf-service'), Service)).name).toBe('shelf');
    await problem(api('/services/nowhere'), 404);
  });
});

test('a service shows what was said of its episodes, and whose budget that moved', async () => {
  await until('mute is watched', () => health('mute'), { within: 120_000 });
  const over = { status: 'resolved', resolution: 'recovered', resolved_at: new Date().toISOString() } as const;
  const { id } = await storeAnomaly({ id: 'anomaly_mute1', service: 'mute', ...over });
  const feedback = async () => (await json(api('/services/mute'), z.object({ feedback: ServiceFeedback }))).feedback;
  const nothing = { false_positives: 0, true_positives: 0, false_positive_share: null, budgets: [] };
  expect(await feedback()).toEqual(nothing);
  const path = `/anomalies/${id}/feedback`;
  await json(api(path, { method: 'POST', body: '{"verdict":"false_positive"}' }), z.unknown());
  expect(await feedback()).toEqual({
    false_positives: 1,
    true_positives: 0,
    false_positive_share: 1,
    budgets: [{ metric: 'cpu_usage', budget: 0.5, false_positives: 1, true_positives: 0 }],
  });
  await json(api(path, { method: 'DELETE' }), z.unknown());
  expect(await feedback()).toEqual(nothing);
});

describe('GET /services/{name}/metrics', () => {
  const History = z.looseObject({
    service: z.string(),
    metric: z.string(),
    unit: z.string(),
    step: z.number(),
    points: z.array(z.object({ at: z.string(), value: z.number() })),
    expected: z.object({ value: z.number(), lower: z.number(), upper: z.number(), as_of: z.string() }).nullable(),
    anomalies: z.array(z.unknown()),
  });
  const history = (query: string) => json(api(`/services/shelf/metrics?${query}`), History);

  test('is the stored points with the expected band', async () => {
    const cpu = await history('metric=cpu');
    expect(cpu).toMatchObject({ service: 'shelf', metric: 'cpu_usage', unit: '%', step: STEP });
    expect(cpu.points.length).toBeGreaterThanOrEqual(15);
    expect(new Set(cpu.points.map(({ at }) => at)).size).toBe(cpu.points.length);
    expect(cpu.points.at(-1)?.value).toBe(45.2);
    expect(cpu.expected?.lower).toBeLessThan(45.2);
    expect(cpu.expected?.upper).toBeGreaterThan(45.2);
  });

  test('in a coarser step is averages', async () => {
    const coarse = await history('metric=cpu_usage&step=1m');
    expect(coarse.step).toBe(60);
    expect(coarse.points.every(({ at }) => Date.parse(at) % 60_000 === 0)).toBe(true);
    expect(coarse.points.length).toBeLessThan((await history('metric=cpu_usage')).points.length / 3);
    expect((await history('metric=cpu_usage&step=60')).step).toBe(60);
  });

  test.each([
    ['', 422, '/metric'],
    ['metric=cpu_usage&step=never', 422, '/step'],
    ['metric=cpu_usage&step=10&since=2026-01-01T00:00:00Z', 422, '/step'],
    ['metric=cpu_usage&since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z', 422, '/since'],
  ])('"%s" is refused', async (query, status, pointer) => {
    const { errors = [] } = await problem(api(`/services/shelf/metrics?${query}`), status);
    expect(errors.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  test('a metric that it does not have is 404 and says which it has', async () => {
    expect((await problem(api('/services/shelf/metrics?metric=tea'), 404)).detail).toContain('cpu_usage');
  });
});

test('when its data goes stale, a service is unknown: no old number is shown as if fresh', async () => {
  await stop();
  const stale = await until(
    'shelf is unknown',
    async () => {
      const seen = await health('shelf');
      return seen?.status === 'unknown' && seen;
    },
    { within: 200_000, every: 2_000 },
  );
  expect(stale).toMatchObject({ cpu: null, memory: null, error_rate: null, latency_p99: null, ready: false });
  expect(stale.as_of, 'since when').not.toBeNull();
}, 220_000);
