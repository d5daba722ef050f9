import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Forecast, Prediction } from '#contract/forecast.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Action } from '#domain/remediation/action.ts';
import { bookService } from '#test/support/aws.ts';
import { api, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { publishing } from '#test/support/publishing.ts';
import { storeHistory } from '#test/support/stored.ts';
import { openStream } from '#test/support/stream.ts';
import { until } from '#test/support/until.ts';

// A service whose CPU was calm for a day and climbs since an hour and a half ago: it will be at 85 % in an hour.

const MINUTE = 60;
const HOUR = 3_600;
const LIMIT = 85;
const service = 'climber';
const began = Math.floor(Date.now() / 1000);
const wiggle = (at: number): number => Math.sin(at * 12.9898) * Math.cos(at * 78.233);
const cpu = (at: number): number => 30 + Math.max(0, (0.4 * (at - (began - 90 * MINUTE))) / MINUTE) + wiggle(at);

async function storeDay(until: number): Promise<void> {
  const block = 6 * HOUR;
  const from = Math.floor((until - 24 * HOUR) / block) * block;
  for (let start = from; start < until; start += block) {
    const times = Array.from({ length: block / MINUTE }, (_, index) => start + index * MINUTE);
    const points = times.filter((at) => at < until).map((at) => ({ at, value: cpu(at) }));
    await storeHistory({ series: `${service}/cpu_usage`, start, step: MINUTE, points });
  }
}

const List = z.object({ predictions: z.array(Prediction), count: z.number(), next_cursor: z.string().nullable() });
const list = async (path: string) => (await json(api(path), List)).predictions;
const ask = (body: object) => api('/forecast', { method: 'POST', body: JSON.stringify(body) });
const foreseen = async () =>
  (
    await json(
      api(`/anomalies?kind=predicted_breach&service=${service}`),
      z.looseObject({ anomalies: z.array(Anomaly) }),
    )
  ).anomalies[0];

let stop: () => Promise<void>;
let stream: Awaited<ReturnType<typeof openStream>>;
beforeAll(async () => {
  stream = await openStream();
  await storeDay(began - 900);
  await bookService(service);
  stop = publishing(service, (at) => ({ cpu_usage: cpu(at), latency_p99: 200 }));
  const policy = {
    name: 'capacity before the limit',
    condition: `forecast(cpu_usage, 2h) > ${LIMIT}% with probability >= 0.8`,
    actions: [{ type: 'scale', by: '+100%', max_replicas: 8 }],
    service,
  };
  await json(api('/policies', { method: 'POST', body: JSON.stringify(policy) }), z.looseObject({}), 201);
  await until(
    'its CPU is watched',
    async () => {
      const health = await json(
        api('/health'),
        z.array(z.looseObject({ service: z.string(), cpu: z.number().nullable() })),
      );
      return health.some((one) => one.service === service && one.cpu !== null);
    },
    { within: 240_000, every: 2_000 },
  );
}, 260_000);
afterAll(async () => {
  stream.close();
  await stop();
});

describe('a climb towards a limit', () => {
  test('is foreseen, told as such and not as something wrong, and answered before it arrives', {
    timeout: 420_000,
  }, async () => {
    const told = await until('the breach is told', foreseen, { within: 300_000, every: 2_000 });
    expect(told).toMatchObject({ status: 'open', level: 'warn', direction: 'up', metric: 'cpu_usage', unit: '%' });
    expect(told.breach_probability).toBeGreaterThanOrEqual(0.5);
    const ahead = Date.parse(told.forecast_exhaustion ?? '') / 1000 - Date.now() / 1000;
    expect(ahead).toBeGreaterThan(20 * MINUTE);
    expect(ahead).toBeLessThan(120 * MINUTE);
    expect(told.current_value).toBeLessThan(LIMIT);

    const message = await stream.find(
      'breach.predicted',
      ({ event, anomaly }) => event === 'breach.predicted' && Anomaly.safeParse(anomaly).data?.id === told.id,
    );
    expect(message.event).toBe('breach.predicted');
    expect(
      stream.messages.filter(
        (one) => one.event === 'anomaly.detected' && Anomaly.safeParse(one.anomaly).data?.id === told.id,
      ),
    ).toEqual([]);

    const action = await until(
      'capacity is added',
      async () => {
        const { actions } = await json(api(`/actions?service=${service}`), z.looseObject({ actions: z.array(Action) }));
        return actions.find(({ cause, acted_at }) => cause.kind === 'forecast' && acted_at !== null);
      },
      { within: 120_000, every: 2_000 },
    );
    expect(action).toMatchObject({
      type: 'scale',
      plan: { from: 2, to: 4 },
      cause: { metric: 'cpu_usage', direction: 'up' },
    });
    expect(action.before?.value).toBeLessThan(LIMIT);
    const open = await json(api('/anomalies'), z.looseObject({ anomalies: z.array(Anomaly) }));
    expect(open.anomalies.some(({ kind }) => kind === 'predicted_breach')).toBe(false);
  });

  test('is listed, soonest first, by its service and among all', async () => {
    const [mine] = await list(`/predictions/${service}`);
    expect(mine).toMatchObject({
      metric: `${service}_cpu_usage`,
      service,
      threshold: LIMIT,
      threshold_from: 'policy',
      will_breach: true,
      abstained: null,
      anomaly_id: expect.stringMatching(/^anomaly_/),
    });
    expect(mine?.confidence).toBeGreaterThan(0);
    expect((await list(`/predict?service=${service}-service`)).map(({ metric }) => metric)).toEqual([mine?.metric]);
    expect((await list('/predictions/all')).map(({ metric }) => metric)).toContain(mine?.metric);
    const times = (await list('/predictions/all?limit=500')).map(({ breach_time }) => breach_time ?? '');
    expect(times).toEqual(times.toSorted());
    expect((await list('/predictions/all?all=true')).length).toBeGreaterThanOrEqual(times.length);
  });
});

describe('POST /forecast', () => {
  test('says what will be, when the limit is met, and how sure that is', async () => {
    const said = await json(ask({ service, metric: 'cpu_usage', periods: 2 }), Forecast);
    expect(said).toMatchObject({
      metric: `${service}_cpu_usage`,
      service,
      will_breach: true,
      forecast_horizon: '2h',
      threshold: LIMIT,
      threshold_from: 'policy',
    });
    expect(said.method).not.toBeNull();
    expect(said.current).toBeGreaterThan(60);
    expect(said.forecasted_max).toBeGreaterThan(LIMIT);
    expect(said.confidence).toBeGreaterThan(0.5);
    expect(said.points.length).toBeGreaterThan(50);
    for (const { p10, p50, p90 } of said.points) expect(p10 <= p50 && p50 <= p90).toBe(true);
    expect(said.interval?.upper).toBeGreaterThanOrEqual(said.interval?.lower ?? 0);
  });

  test('by the method and for the threshold that are asked for', async () => {
    const named = await json(
      ask({ service: `${service}-service`, metric: 'cpu', periods: 1, method: 'prophet', threshold: 99 }),
      Forecast,
    );
    expect(named).toMatchObject({
      method: 'prophet',
      threshold: 99,
      threshold_from: 'request',
      forecast_horizon: '1h',
    });
  });

  test('where nothing can be said honestly, says why', async () => {
    const said = await json(ask({ service, metric: 'latency_p99', periods: 24 }), Forecast);
    expect(said).toMatchObject({ method: null, will_breach: null, confidence: null, breach_time: null, points: [] });
    expect(said.abstained).toMatch(/\w+ .*\./);
  });

  test.each([
    [{ service, metric: 'cpu_usge', periods: 2 }, 404, 'cpu_usage'],
    [{ service: 'nobody', metric: 'cpu_usage', periods: 2 }, 404, service],
    [{ service, metric: 'cpu_usage', periods: 25 }, 422, ''],
    [{ service, metric: 'cpu_usage', periods: 2, method: 'tarot' }, 422, ''],
    [{ service, metric: 'cpu_usage' }, 422, ''],
  ])('%o is refused with %d', async (body, status, names) => {
    expect((await problem(ask(body), status)).detail).toContain(names);
  });
});

test('an unknown service and a foreign cursor are refused', async () => {
  expect((await problem(api('/predictions/nobody'), 404)).detail).toContain(service);
  await problem(api('/predict?service=nobody'), 404);
  await problem(api('/predictions/all?cursor=nonsense'), 400);
  await problem(api('/predictions/all?cursor=nonsense!'), 422);
  await problem(api('/predictions/all?limit=0'), 422);
});
