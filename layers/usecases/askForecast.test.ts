import { describe, expect, test } from 'vitest';
import { Forecast, Prediction as Told } from '#contract/forecast.ts';
import { aPolicy, aService, aValue } from '#domain/fixtures.ts';
import { ownModels } from '#domain/forecast/forecast.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { aPrediction, climbing } from '#domain/prediction/predictions.fixture.ts';
import { type AskPorts, askForecast, type Question } from './askForecast.ts';
import { listPredictions } from './listPredictions.ts';
import type { SeriesPoint } from './readSeries.ts';

const NOW = 1_800_000_000;
const HOUR = 3_600;
const services = [aService(), aService({ name: 'payments' })];
const climb = (at: number): number => 60 + (at - NOW) / 240 + Math.sin(at);

function ports(history: SeriesPoint[]): AskPorts {
  return {
    policies: { all: async () => [] },
    latest: {
      of: async () => [aValue({ value: 60, at: NOW - 20 }), aValue({ metric: 'latency_p99', at: NOW - 9_999 })],
    },
    configuration: { limits: { latency_p99: 500 } },
    services,
    history: { read: async (_series, from) => history.filter(({ at }) => at >= from) },
    tail: { read: async () => [] },
    weeks: async () => history,
    models: ownModels,
    clock: { now: () => NOW },
  };
}
const hours = (count: number, value: (at: number) => number): SeriesPoint[] =>
  Array.from({ length: count * 60 }, (_, index) => {
    const at = NOW - (count * 60 - index) * 60;
    return { at, value: value(at) };
  });
const ask = async (change: Partial<Question> = {}, history = hours(24, climb)) => {
  const question = {
    service: aService(),
    metric: 'cpu_usage',
    periods: 2,
    threshold: undefined,
    method: undefined,
    ...change,
  };
  const asked = await askForecast(question, ports(history));
  if (asked.outcome !== 'told') throw new Error(`unknown: ${asked.known}`);
  return Forecast.parse(asked.forecast);
};

describe('who asks is told', () => {
  test('what will be within the time, against whose limit, and how likely it is met', async () => {
    const said = await ask();
    expect(said).toMatchObject({
      metric: 'orders_cpu_usage',
      service: 'orders',
      unit: '%',
      current: 60,
      threshold: 90,
      threshold_from: 'catalogue',
      will_breach: true,
      forecast_horizon: '2h',
      abstained: null,
    });
    expect(Date.parse(said.points.at(-1)?.at ?? '') / 1000).toBeLessThanOrEqual(NOW + 2 * HOUR);
    expect(said.forecasted_max).toBeGreaterThan(80);
    expect(said.breach_probability).toBeGreaterThanOrEqual(0.5);
  });

  test('by the threshold that is given, and without one where nobody names any', async () => {
    expect(await ask({ threshold: 500 })).toMatchObject({
      threshold: 500,
      threshold_from: 'request',
      will_breach: false,
      breach_time: null,
    });
    expect(await ask({ metric: 'latency_p99' })).toMatchObject({
      threshold: 500,
      threshold_from: 'configuration',
      current: null,
    });
  });

  test('why there is no forecast, where none is honest', async () => {
    const said = await ask({}, hours(1, climb).slice(0, 5));
    expect(said).toMatchObject({
      method: null,
      will_breach: null,
      breach_probability: null,
      confidence: null,
      points: [],
      interval: null,
    });
    expect(said.abstained).toMatch(/\.$/);
  });

  test('which metrics there are, where it is another', async () => {
    const question = { service: aService(), metric: 'cpu_usge', periods: 2, threshold: undefined, method: undefined };
    expect(await askForecast(question, ports([]))).toEqual({
      outcome: 'unknown_metric',
      known: ['cpu_usage', 'latency_p99'],
    });
  });
});

describe('the list of what is foreseen', () => {
  const rise = (minutes: number, change: Partial<Prediction> = {}) =>
    aPrediction({
      near: climbing({ now: NOW, from: 60, to: 60 + (30 * 120) / minutes, seconds: 2 * HOUR }),
      ...change,
    });
  const kept: Prediction[] = [
    aPrediction({ metric: 'throttles', near: climbing({ now: NOW, from: 1, to: 1, seconds: HOUR }) }),
    rise(100),
    rise(30, { service: 'payments', metric: 'memory_usage', open: 'anomaly_1' }),
    rise(60, { metric: 'memory_usage' }),
    aPrediction({ metric: 'error_rate', near: { abstained: 'It is constant.', made_at: NOW, span: HOUR } }),
    aPrediction({ service: 'payments', near: climbing({ now: NOW - 9_000, from: 60, to: 99, seconds: HOUR }) }),
    rise(20, { service: 'gone' }),
  ];
  const list = async (only: string | undefined, all: boolean, limit = 50, cursor?: string) => {
    const page = await listPredictions(
      { only, all },
      { limit, cursor },
      {
        services: { all: async () => services },
        policies: { all: async () => [aPolicy({ condition: 'throttles > 5' })] },
        latest: { of: async () => [aValue({ value: 60, at: NOW - 20 })] },
        predictions: { all: async () => kept },
        configuration: { limits: {} },
        clock: { now: () => NOW },
      },
    );
    if (!page) throw new Error('a foreign cursor');
    return { ...page, items: page.items.map((item) => Told.parse(item)) };
  };
  const names = async (only: string | undefined, all: boolean) =>
    (await list(only, all)).items.map(({ metric }) => metric);

  test('is of breaches, soonest first, of services that are watched', async () => {
    expect(await names(undefined, false)).toEqual(['payments_memory_usage', 'orders_memory_usage', 'orders_cpu_usage']);
    expect(await names('orders', false)).toEqual(['orders_memory_usage', 'orders_cpu_usage']);
    const [first] = (await list(undefined, false)).items;
    expect(first).toMatchObject({ anomaly_id: 'anomaly_1', will_breach: true, threshold: 90, method: 'robust_line' });
    expect(
      Math.abs(Date.parse(first?.breach_time ?? '') / 1000 - (NOW + 30 * 60)),
      'a step of the forecast',
    ).toBeLessThan(200);
  });

  test('has the others behind them when they are asked for, with why nothing is known', async () => {
    const { items } = await list(undefined, true);
    expect(items.map(({ metric }) => metric)).toEqual([
      'payments_memory_usage',
      'orders_memory_usage',
      'orders_cpu_usage',
      'orders_error_rate',
      'orders_throttles',
      'payments_cpu_usage',
    ]);
    expect(items.slice(3).map(({ abstained }) => abstained)).toEqual([
      'It is constant.',
      null,
      'The last forecast is too old to rely on.',
    ]);
    expect(items[4]).toMatchObject({ will_breach: false, threshold: 5, threshold_from: 'policy' });
  });

  test('goes page by page, each once', async () => {
    const first = await list(undefined, true, 4);
    const second = await list(undefined, true, 4, first.next_cursor ?? '');
    expect([...first.items, ...second.items].map(({ metric }) => metric)).toEqual(await names(undefined, true));
    expect(second.next_cursor).toBeNull();
  });
});
