import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { storeAnomaly, storeHistory } from '#test/support/stored.ts';
import { until } from '#test/support/until.ts';

const List = z.object({ anomalies: z.array(Anomaly), count: z.number(), next_cursor: z.string().nullable() });
const list = (query: string) => json(api(`/anomalies?${query}`), List);
const ids = async (query: string) => (await list(query)).anomalies.map(({ id }) => id);

const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const service = 'museum'; // nobody watches it, so no policy acts on what is told of it

beforeAll(async () => {
  await storeAnomaly({ id: 'anomaly_page', service, detected_at: ago(5) });
  await storeAnomaly({
    id: 'anomaly_warn',
    service,
    metric: 'latency_p99',
    unit: 'ms',
    level: 'warn',
    severity: 'low',
    detected_at: ago(10),
  });
  await storeAnomaly({ id: 'anomaly_sensitive', service, level: 'sensitive', detected_at: ago(15) });
  await storeAnomaly({
    id: 'anomaly_resolved',
    service,
    status: 'resolved',
    resolution: 'recovered',
    resolved_at: ago(12),
    detected_at: ago(20),
  });
  await storeAnomaly({ id: 'anomaly_foreseen', service, kind: 'predicted_breach', detected_at: ago(25) });
  await storeAnomaly({
    id: 'anomaly_external',
    service,
    kind: 'external',
    source: 'alertmanager',
    detected_at: ago(30),
  });
  await until(
    'the index shows all that was not foreseen',
    async () => (await ids(`service=${service}&status=all&level=sensitive`)).length === 5,
  );
});

describe('GET /anomalies', () => {
  test('lists what is open and at least a warning, newest first, and foreseen breaches only when asked', async () => {
    expect(await ids(`service=${service}`)).toEqual(['anomaly_page', 'anomaly_warn', 'anomaly_external']);
    expect(await ids(`service=${service}&kind=predicted_breach`)).toEqual(['anomaly_foreseen']);
    const everywhere = await ids('limit=500');
    expect(everywhere).toContain('anomaly_page');
    expect(everywhere).not.toContain('anomaly_foreseen');
    expect(everywhere).not.toContain('anomaly_resolved');
  });

  test.each([
    ['status=resolved', ['anomaly_resolved']],
    ['status=all', ['anomaly_page', 'anomaly_warn', 'anomaly_resolved', 'anomaly_external']],
    ['level=page', ['anomaly_page', 'anomaly_external']],
    ['level=sensitive', ['anomaly_page', 'anomaly_warn', 'anomaly_sensitive', 'anomaly_external']],
    ['severity=low', ['anomaly_warn']],
    ['metric=latency', ['anomaly_warn']],
    ['source=alertmanager', ['anomaly_external']],
    [`since=${ago(7)}`, ['anomaly_page']],
    [`until=${ago(7)}`, ['anomaly_warn', 'anomaly_external']],
    [`since=${ago(12)}&until=${ago(7)}`, ['anomaly_warn']],
    [`since=${encodeURIComponent(ago(7).replace('Z', '+00:00'))}`, ['anomaly_page']],
  ])('by %s', async (filter, expected) => {
    expect(await ids(`service=${service}&${filter}`)).toEqual(expected);
  });

  test('the -service spelling names the service', async () => {
    expect(await ids(`service=${service}-service&level=page`)).toEqual(['anomaly_page', 'anomaly_external']);
  });

  test('page after page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 10; pages++) {
      const page = await list(`service=${service}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.count).toBe(page.anomalies.length);
      seen.push(...page.anomalies.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['anomaly_page', 'anomaly_warn', 'anomaly_external']);
  });

  test.each([
    ['status=open-ish', 422],
    ['limit=501', 422],
    ['since=yesterday', 422],
    ['sevice=orders', 422],
    ['cursor=nonsense', 400],
  ])('%s is refused', async (query, status) => {
    await problem(api(`/anomalies?${query}`), status);
  });
});

test('a cursor of another list, or of another service, is refused', async () => {
  const { next_cursor: of } = await list(`service=${service}&limit=1`);
  await problem(api(`/anomalies?service=elsewhere&cursor=${of}`), 400);
  await problem(api(`/anomalies?cursor=${of}`), 400);
  await problem(api(`/actions?cursor=${of}`), 400);
});

describe('GET /anomalies/{id}', () => {
  test('comes with its samples, the expected band and the votes', async () => {
    const at = Math.floor(now / 1000 / 10) * 10 - 600;
    const points = Array.from({ length: 60 }, (_, index) => ({ at: at + index * 10, value: index < 30 ? 20 : 90.5 }));
    await storeHistory({ series: `${service}/cpu_usage`, start: at, step: 10, points });
    const anomaly = await json(
      api('/anomalies/anomaly_page'),
      Anomaly.extend({
        samples: z.array(z.object({ at: z.string(), value: z.number() })),
        expected: z.object({ value: z.number(), lower: z.number(), upper: z.number() }),
      }),
    );
    expect(anomaly.samples).toHaveLength(60);
    expect(anomaly.samples[0]).toEqual({ at: new Date(at * 1000).toISOString(), value: 20 });
    expect(anomaly.samples.at(-1)?.value).toBe(90.5);
    expect(anomaly.expected).toEqual({ value: 20, lower: 10, upper: 32 });
    expect(anomaly.detectors).toEqual([{ name: 'zscore', score: 0.99 }]);
  });

  test('an unknown one is 404', async () => {
    expect((await problem(api('/anomalies/anomaly_0'), 404)).detail).toContain('anomaly_0');
  });
});
