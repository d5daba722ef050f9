import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { derivedId } from '#domain/id.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Service } from '#domain/service/service.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { PastPorts } from '#usecases/backtest/loadPast.ts';
import { KINDS } from '../made/kinds/index.ts';
import { between, seeded } from '../made/random.ts';
import { type MadeSeries, makeSeries, type Plan, START } from '../made/series.ts';

const MINUTE = 60;
const DAY = 86_400;
/** The metrics of a service: what most policies speak of. */
const METRICS = ['cpu_usage', 'memory_usage', 'latency_p99', 'error_rate'];

export interface MadePast {
  ports: PastPorts;
  since: number;
  until: number;
  points: number;
  episodes: number;
}

/**
 * Services with their metrics, made as the judged series are, a point a minute, and with the episodes that a detector
 * would have told of their faults: two minutes after each began, three after its end. One in three is of level `warn`, and
 * now and then there is one without any fault.
 */
export function madePast({ services, days, seed }: { services: number; days: number; seed: number }): MadePast {
  const plan: Plan = { folder: 'backtest', step: 1, days: [days, days], stretch: 3, grace: 5, of: 0 };
  const random = seeded(seed);
  const known = new Map<string, MadeSeries['points']>();
  const anomalies: Anomaly[] = [];
  const named = Array.from({ length: services }, (_, i) => aService(`service-${String(i + 1).padStart(2, '0')}`));
  for (const [index, { name }] of named.entries()) {
    for (const [which, metric] of METRICS.entries()) {
      const kind = KINDS.find((one) => one.name === metric);
      if (!kind) throw new RangeError(`no series of ${metric} are made`);
      const made = makeSeries(kind, plan, index, seed * 100_003 + index * 31 + which * 7_919);
      known.set(seriesId(name, metric), made.points);
      for (const { start, end } of made.faults) {
        const level = random() < 1 / 3 ? 'warn' : 'page';
        anomalies.push(anEpisode({ service: name, metric, points: made.points, level, from: start + 2, to: end + 3 }));
      }
      for (let day = 2; day < days; day++) {
        if (random() > 0.03) continue;
        const from = day * 1_440 + Math.floor(between(0, 1_400, random));
        anomalies.push(anEpisode({ service: name, metric, points: made.points, level: 'page', from, to: from + 2 }));
      }
    }
  }
  const newestFirst = anomalies.sort((a, b) => b.detected_at.localeCompare(a.detected_at));
  const until = START + days * DAY;
  return {
    since: START,
    until,
    points: [...known.values()].reduce((sum, points) => sum + points.length, 0),
    episodes: anomalies.length,
    ports: {
      services: { all: async () => named },
      series: {
        read: async ({ service, metric, from, until: to }) =>
          (known.get(seriesId(service, metric)) ?? []).filter(({ at }) => at >= from && at < to),
      },
      anomalies: {
        list: async ({ since = '', until: to = '~' }) => ({
          items: newestFirst.filter(({ detected_at }) => detected_at >= since && detected_at <= to),
          next_cursor: null,
        }),
      },
      actions: { list: async () => ({ items: [], next_cursor: null }) },
      feedback: { all: async () => [] },
      ecs: { releases: async () => [] },
      types: new Map(),
      configuration: Configuration.parse({}),
      clock: { now: () => until },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    },
  };
}

const aService = (name: string): Service => ({
  name,
  workload: { platform: 'ecs', cluster: 'made', service: name },
  owner: null,
  depends_on: [],
  may_act: true,
  protected: false,
  resolution: MINUTE,
  metrics: METRICS.map((metric) => ({ metric, source: 'cloudwatch', name: metric })),
  discovered_by: 'tag',
  updated_at: toInstant(START),
});

function anEpisode({
  service,
  metric,
  points,
  level,
  from,
  to,
}: {
  service: string;
  metric: string;
  points: MadeSeries['points'];
  level: Anomaly['level'];
  from: number;
  to: number;
}): Anomaly {
  const detected_at = toInstant(START + from * MINUTE);
  const before = points.filter(({ at }) => at < toEpoch(detected_at) - 5 * MINUTE).slice(-60);
  const expected = before.reduce((sum, { value }) => sum + value, 0) / Math.max(1, before.length);
  const spread = Math.max(metricDefinition(metric).floor.absolute, 0.3 * expected);
  const resolved_at = toInstant(START + to * MINUTE);
  return {
    id: derivedId('anomaly', service, metric, from),
    service,
    metric,
    kind: 'deviation',
    source: 'cloudwatch',
    status: 'resolved',
    level,
    severity: 'high',
    direction: 'up',
    shape: null,
    started_at: toInstant(START + (from - 2) * MINUTE),
    detected_at,
    ...(level === 'page' ? { paged_at: detected_at } : {}),
    updated_at: resolved_at,
    resolved_at,
    resolution: 'recovered',
    timestamp: detected_at,
    current_value: expected,
    predicted_value: expected,
    expected_lower: expected - spread,
    expected_upper: expected + spread,
    unit: metricDefinition(metric).unit,
    anomaly_score: 0.99,
    trend: 'increasing',
    forecast_exhaustion: null,
    breach_probability: null,
    recommendation: '',
    detectors: [],
    incident_id: null,
    samples_seen: from,
    version: 2,
  };
}
