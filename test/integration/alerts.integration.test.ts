import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { TakenAlerts } from '#contract/alerts.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type AlarmBus, joinAlarmBus } from '#test/support/alarmBus.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { problem } from '#test/support/problem.ts';
import { type Monitoring, startMonitoring } from '#test/support/prometheus.ts';
import { until } from '#test/support/until.ts';

const List = z.object({ anomalies: z.array(Anomaly) });
// services that nobody watches, so no policy acts on what is told of them
const list = async (service: string, query = 'status=all') =>
  (await json(api(`/anomalies?service=${service}&${query}`), List)).anomalies;
const only = (service: string, what: string, wanted: (anomaly: Anomaly) => boolean) =>
  until(`${service}: ${what}`, async () => (await list(service)).find(wanted), { every: 200 });

let key: string;
beforeAll(async () => {
  const body = JSON.stringify({ name: 'alertmanager', scopes: ['ingest'] });
  ({ key } = await json(api('/keys', { method: 'POST', body }), z.object({ key: z.string() }), 201));
});
const post = (body: unknown, as = key) =>
  api('/api/v2/alerts', { method: 'POST', body: JSON.stringify(body), key: as });

describe('the real Alertmanager, twice, behind a real Prometheus', () => {
  const service = 'apothecary';
  let monitoring: Monitoring;
  beforeAll(async () => {
    monitoring = await startMonitoring(
      {
        metric: 'apothecary_errors',
        alertmanagers: 2,
        rule: {
          alert: 'HighErrorRate',
          expr: 'apothecary_errors > 0.1',
          labels: { service, severity: 'critical', metric: 'error_rate' },
          annotations: { summary: 'it answers errors', value: '{{ $value }}', threshold: '0.1' },
        },
      },
      {
        webhook: { url: `${installation().api_url}/api/v2/alerts`, key },
        scraped: { url: `${installation().api_url}/metrics`, key: installation().admin_key },
      },
    );
  });
  afterAll(() => monitoring?.stop());
  const eachPosted = (times: number) =>
    until(
      `each Alertmanager posted ${times} times`,
      async () => (await monitoring.posted()).every(({ sent }) => sent >= times),
      { every: 200 },
    );

  test('makes one anomaly of one alert, from its beginning to its end, however often it is told', async () => {
    monitoring.set(0.5);
    const open = await only(service, 'an anomaly is open', ({ status }) => status === 'open');
    expect(open).toMatchObject({
      kind: 'external',
      source: 'alertmanager',
      metric: 'error_rate',
      level: 'page',
      severity: 'critical',
      current_value: 0.5,
      expected_upper: 0.1,
      unit: 'ratio',
      version: 1,
      alert: { name: 'HighErrorRate', summary: 'it answers errors', labels: { job: 'figure' } },
    });
    await eachPosted(2);
    expect(await list(service)).toEqual([open]);

    monitoring.set(0);
    const over = await only(service, 'it is over', ({ status }) => status === 'resolved');
    expect(over).toMatchObject({ id: open.id, resolution: 'recovered', version: 2 });
    await eachPosted(3);
    expect(await list(service)).toEqual([over]);
    expect((await monitoring.posted()).map(({ failed }) => failed)).toEqual([0, 0]);
    expect(await json(api(`/anomalies/${open.id}`), z.looseObject({ samples: z.array(z.unknown()) }))).toMatchObject({
      id: open.id,
      samples: [],
    });
  });

  test("the same Prometheus reads the platform's own figures", async () => {
    const connections = await until(
      'it has scraped GET /metrics',
      async () => {
        const found = await monitoring.query('forestall_stream_connections');
        return found.length > 0 && found;
      },
      { every: 500 },
    );
    expect(connections).toHaveLength(1);
    expect(await monitoring.query('up{job="forestall"}')).toEqual([1]);
  });
});

describe('POST /api/v2/alerts', () => {
  const alert = {
    status: 'firing',
    labels: { alertname: 'Full', service: 'granary', severity: 'warning' },
    annotations: {},
    startsAt: '2026-11-24T16:00:00.000Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint: '00aa11bb22cc33dd',
  };
  const message = (...alerts: unknown[]) => ({ version: '4', truncatedAlerts: 0, alerts });

  test('of many that send the same at once, one opens it', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => json(post(message(alert)), TakenAlerts)));
    const outcomes = answers.flatMap(({ alerts }) => alerts.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'unchanged')).toHaveLength(11);
    expect(await only('granary', 'it is open', () => true)).toMatchObject({ level: 'warn', version: 1 });
  });

  test('takes what it can, and says why not the rest', async () => {
    const nameless = { ...alert, labels: { alertname: 'Lost' }, fingerprint: 'ff' };
    const answer = await json(post(message(nameless, alert)), TakenAlerts);
    expect(answer).toMatchObject({
      count: 1,
      alerts: [{ fingerprint: alert.fingerprint }],
      faults: [{ pointer: '/alerts/0/labels' }],
    });
    const refused = await problem(post(message(nameless)), 422);
    expect(refused.errors).toMatchObject([{ pointer: '/alerts/0/labels' }]);
  });

  test('tells every fault of a bad body with its place', async () => {
    const bad = { ...alert, status: 'burning', startsAt: 'yesterday', fingerprint: 'no hash' };
    const { errors = [] } = await problem(post({ ...message(alert, bad), version: '3' }), 422);
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/alerts/1/fingerprint',
      '/alerts/1/startsAt',
      '/alerts/1/status',
      '/version',
    ]);
    const [fault] = (await problem(post([alert]), 422)).errors ?? []; // as Prometheus itself posts to an Alertmanager
    expect(fault).toMatchObject({ pointer: '', message: expect.stringContaining('webhook_config') });
    await problem(api('/api/v2/alerts', { method: 'POST', body: '{', key }), 400);
  });

  test('needs a key that may send, and another does not see what is there by it', async () => {
    const body = JSON.stringify({ name: 'reader', scopes: ['read', 'write'] });
    const reader = await json(api('/keys', { method: 'POST', body }), z.object({ key: z.string() }), 201);
    expect((await problem(post(message(alert), reader.key), 403)).detail).toContain('ingest');
    await problem(api('/anomalies', { key }), 403);
  });
});

describe("CloudWatch's alarms, by EventBridge", () => {
  let bus: AlarmBus;
  beforeAll(async () => {
    bus = await joinAlarmBus();
  });
  afterAll(() => bus?.leave());

  /** In the form that CloudWatch documents. */
  const alarm = (name: string, service: string, value: string, second: number) => ({
    alarmName: name,
    alarmTags: { 'forestall:service': service, severity: 'high' },
    configuration: {
      description: 'its processor is hot',
      metrics: [
        {
          id: 'm1',
          returnData: true,
          metricStat: {
            metric: { namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: { ServiceName: service } },
            period: 60,
            stat: 'Average',
          },
        },
      ],
    },
    previousState: { value: 'OK', reason: '', timestamp: '2026-11-24T15:00:00.000+0000' },
    state: {
      value,
      reason: 'Threshold Crossed',
      reasonData: JSON.stringify({ version: '1.0', recentDatapoints: [95.5], threshold: 90 }),
      timestamp: `2026-11-24T16:00:${second}.000+0000`,
    },
  });

  test('open an anomaly and end it; what comes again or late changes nothing', async () => {
    const service = 'boilerhouse';
    const [fires, over] = [alarm('hot', service, 'ALARM', 10), alarm('hot', service, 'OK', 20)];
    await bus.put(fires, fires);
    expect(await only(service, 'it is open', () => true)).toMatchObject({
      kind: 'external',
      source: 'cloudwatch_alarm',
      status: 'open',
      level: 'page',
      metric: 'cpu_usage',
      current_value: 95.5,
      expected_upper: 90,
      unit: '%',
    });
    await bus.put(over);
    const ended = await only(service, 'it is over', ({ status }) => status === 'resolved');
    await bus.put(fires, over, fires);
    // another alarm's later news have been taken: so have these, or they are about to be, and say nothing new either
    await bus.put(alarm('wet', 'coalshed', 'ALARM', 30));
    await only('coalshed', 'the other alarm is open', ({ alert }) => alert?.name === 'wet');
    expect(await list(service)).toEqual([ended]);
  });
});
