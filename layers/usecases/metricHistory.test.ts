import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ForecastPoint } from '#contract/forecast.ts';
import { anAnomaly, aService, aValue } from '#domain/fixtures.ts';
import { aPrediction, climbing } from '#domain/prediction/predictions.fixture.ts';
import type { AnomalyFilter } from '#ports';
import { explainAnomaly } from './explainAnomaly.ts';
import { metricHistory } from './metricHistory.ts';

const NOW = 1_800_000_000;
const MetricForecast = z.object({ points: z.array(ForecastPoint) });
const service = aService({
  metrics: [{ metric: 'cpu_usage', source: 'cloudwatch', name: 'cpu_usage' }],
});
/** Every ten seconds of the last day: the older ones in blocks, the last half hour in the tail. */
function ports({ anomalies = [anAnomaly()], latest = [aValue({ at: NOW - 10 })], predictions = [aPrediction()] } = {}) {
  const points = Array.from({ length: 8_640 }, (_, index) => ({
    at: NOW - 86_400 + index * 10,
    value: 20 + (index % 2),
  }));
  const asked: AnomalyFilter[] = [];
  return {
    asked,
    history: {
      read: async (_series: string, from: number, until: number) =>
        points.filter(({ at }) => at >= from && at < until && at < NOW - 1_800),
    },
    tail: { read: async () => points.filter(({ at }) => at >= NOW - 1_860) },
    clock: { now: () => NOW },
    latest: { of: async () => latest },
    predictions: { all: async () => predictions },
    anomalies: {
      list: async (filter: AnomalyFilter) => {
        asked.push(filter);
        return { items: anomalies, next_cursor: null };
      },
    },
  };
}
const hour = { service, metric: 'cpu_usage', from: NOW - 3_600, until: NOW, step: undefined };
async function read(request: Parameters<typeof metricHistory>[0], around = ports()) {
  const result = await metricHistory(request, around);
  if (result.outcome !== 'read') throw new Error(result.outcome);
  return result.history;
}

describe('the history of a metric', () => {
  test('is blocks and tail together, one value a time, with what is usual now', async () => {
    const history = await read(hour);
    const { points } = history;
    expect(points).toHaveLength(360);
    expect(new Set(Array.isArray(points) ? points.map(({ at }) => at) : []).size).toBe(360);
    expect(history).toMatchObject({
      service: 'orders',
      metric: 'cpu_usage',
      unit: '%',
      step: 10,
      expected: { value: 20, lower: 10, upper: 32, as_of: new Date((NOW - 10) * 1000).toISOString() },
    });
  });

  test('goes on with what is foreseen: the near forecast as far as it reaches, the far one beyond', async () => {
    const near = climbing({ now: NOW - 600, from: 20, to: 40, seconds: 7_200, spread: 4 });
    const far = climbing({ now: NOW - 600, from: 20, to: 60, seconds: 36_000 }, { method: 'mstl' });
    const { forecast } = await read(
      hour,
      ports({ predictions: [aPrediction({ metric: 'memory_usage' }), aPrediction({ near, far })] }),
    );
    expect(forecast).toMatchObject({ method: 'robust_line', made_at: new Date((NOW - 600) * 1000).toISOString() });
    const { points } = MetricForecast.parse(forecast);
    const times = points.map(({ at }) => Date.parse(at) / 1000);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(NOW);
    expect(times.at(-1)).toBe(NOW - 600 + 36_000);
    expect((await read(hour)).forecast).toBeNull();
  });

  test('in a coarser step is averaged', async () => {
    const history = await read({ ...hour, step: 60 });
    expect(history.step).toBe(60);
    expect(history.points).toHaveLength(60);
    expect(history.points).toContainEqual(expect.objectContaining({ value: 20.5 }));
  });

  test('of a long time is as fine as an answer holds', async () => {
    const history = await read({ ...hour, from: NOW - 86_400 });
    expect(history.step).toBe(60);
    expect(history.points).toHaveLength(1_440);
  });

  test('in a step that no answer holds is refused, with the finest that it would', async () => {
    expect(await metricHistory({ ...hour, from: NOW - 86_400, step: 10 }, ports())).toEqual({
      outcome: 'too_fine',
      finest: 58,
    });
  });

  test('of a metric that the service does not have says which it has', async () => {
    expect(await metricHistory({ ...hour, metric: 'queue_age' }, ports())).toEqual({
      outcome: 'unknown_metric',
      known: ['cpu_usage'],
    });
  });

  test('has no band when nothing fresh is known', async () => {
    const stale = ports({ latest: [aValue({ at: NOW - 600 })] });
    expect((await read(hour, stale)).expected).toBeNull();
  });

  test('shows the episodes that touch this time, also one that began before and ended within', async () => {
    const at = (seconds: number) => new Date((NOW + seconds) * 1000).toISOString();
    const around = ports({
      anomalies: [
        anAnomaly({ id: 'anomaly_open', detected_at: at(-90_000) }),
        anAnomaly({ id: 'anomaly_within', status: 'resolved', resolved_at: at(-60) }),
        anAnomaly({ id: 'anomaly_before', status: 'resolved', resolved_at: at(-7_200) }),
      ],
    });
    const { anomalies } = await read(hour, around);
    expect(Array.isArray(anomalies) && anomalies.map(({ id }) => id)).toEqual(['anomaly_open', 'anomaly_within']);
    expect(around.asked[0]).toMatchObject({ service: 'orders', metric: 'cpu_usage', status: 'all', level: 'warn' });
  });
});

describe('an anomaly', () => {
  const at = (seconds: number) => new Date((NOW + seconds) * 1000).toISOString();

  test('comes with the samples from before it until after it, and with its band', async () => {
    const anomaly = anAnomaly({ started_at: at(-3_600), resolved_at: at(-3_000), status: 'resolved' });
    const explained = await explainAnomaly(anomaly, ports());
    const { samples } = explained;
    expect(Array.isArray(samples) && [samples[0].at, samples.at(-1).at]).toEqual([at(-4_500), at(-2_710)]);
    expect(explained).toMatchObject({ id: anomaly.id, expected: { value: 20, lower: 10, upper: 32 } });
  });

  test('that is open for long is shown in averages', async () => {
    const { samples } = await explainAnomaly(anAnomaly({ started_at: at(-80_000) }), ports());
    expect(Array.isArray(samples) && samples.length).toBeGreaterThan(400);
    expect(Array.isArray(samples) && samples.length).toBeLessThanOrEqual(501);
  });
});
