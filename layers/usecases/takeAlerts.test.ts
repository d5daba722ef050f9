import { beforeEach, describe, expect, test } from 'vitest';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { AlarmEvent } from '#domain/anomaly/external/alarm.ts';
import type { AlertStanding } from '#domain/anomaly/external/alert.ts';
import { AlertmanagerAlert } from '#domain/anomaly/external/alertmanager.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aService } from '#domain/fixtures.ts';
import { type AlertPorts, takeAlarm, takeAlertmanager } from './takeAlerts.ts';

const NOW = Date.parse('2027-01-15T08:10:00Z') / 1000;
const alert = (change: object = {}) =>
  AlertmanagerAlert.parse({
    status: 'firing',
    labels: { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' },
    startsAt: '2027-01-15T08:00:00Z',
    fingerprint: 'aa',
    ...change,
  });
const ended = (change: object = {}) => alert({ status: 'resolved', endsAt: '2027-01-15T08:05:00Z', ...change });

let anomalies: Map<string, Anomaly>;
let standings: Map<string, AlertStanding>;
let logged: string[];
let ports: AlertPorts;
beforeEach(() => {
  anomalies = new Map();
  standings = new Map();
  logged = [];
  const services = [aService({ name: 'orders', owner: 'shop' })];
  const log = (message: string) => void logged.push(message);
  ports = {
    standings: {
      async get({ source, fingerprint }) {
        return structuredClone(standings.get(`${source}#${fingerprint}`));
      },
      async put(standing) {
        const key = `${standing.source}#${standing.fingerprint}`;
        if ((standings.get(key)?.version ?? 0) >= standing.version) return false;
        standings.set(key, structuredClone(standing));
        return true;
      },
    },
    anomalies: {
      async put(anomaly) {
        if ((anomalies.get(anomaly.id)?.version ?? 0) >= anomaly.version) return false;
        anomalies.set(anomaly.id, anomaly);
        return true;
      },
    },
    services: { all: async () => services, get: async (name) => services.find((one) => one.name === name) },
    configuration: Configuration.parse({}),
    clock: { now: () => NOW },
    log: { debug: log, info: log, warn: log, error: log },
  };
});

const outcomes = async (...alerts: AlertmanagerAlert[]) =>
  (await takeAlertmanager(alerts, null, ports)).taken.map(({ outcome }) => outcome);
const stored = () => [...anomalies.values()].map(({ status, version }) => `${status} ${version}`);

test('fires, repeats, is resolved, once each', async () => {
  expect(await outcomes(alert())).toEqual(['opened']);
  expect(await outcomes(alert())).toEqual(['unchanged']);
  expect(await outcomes(ended())).toEqual(['resolved']);
  expect(await outcomes(ended())).toEqual(['unchanged']);
  expect(stored()).toEqual(['resolved 2']);
  expect(logged).toEqual(['alert', 'alert']);
});

test('two senders at the same time make one anomaly, and each alert of a message its own', async () => {
  const many = Array.from({ length: 60 }, (_, index) => alert({ fingerprint: `f${index}` }));
  const both = await Promise.all([outcomes(...many), outcomes(...many)]);
  expect(both.flat().filter((outcome) => outcome === 'opened')).toHaveLength(60);
  expect(both.flat().filter((outcome) => outcome === 'unchanged')).toHaveLength(60);
  expect(anomalies.size).toBe(60);
});

test('the news of one alert in one message are taken in their order', async () => {
  const again = alert({ startsAt: '2027-01-15T08:06:00Z' });
  expect(await outcomes(alert(), ended(), again)).toEqual(['opened', 'resolved', 'opened']);
  expect(stored()).toEqual(['resolved 2', 'open 1']);
});

test('an episode that was not written, for its writer died, is written by the repeat', async () => {
  await outcomes(alert());
  anomalies.clear();
  expect(await outcomes(alert())).toEqual(['unchanged']);
  expect(stored()).toEqual(['open 1']);
});

test('what a store refuses is thrown, so that the sender tries again, and then nothing is lost', async () => {
  const { put } = ports.anomalies;
  ports.anomalies.put = async () => {
    throw new Error('throttled');
  };
  await expect(outcomes(alert())).rejects.toThrow('throttled');
  ports.anomalies.put = put;
  await outcomes(alert());
  expect(stored()).toEqual(['open 1']);
});

test('a race that is never won ends', async () => {
  ports.standings.put = async () => false;
  await expect(outcomes(alert())).rejects.toThrow('10 times');
});

describe('of a message', () => {
  const nameless = alert({ labels: { alertname: 'A' }, fingerprint: 'bb' });

  test('what can be taken is, and the rest is told with its place', async () => {
    const { taken, refused } = await takeAlertmanager([nameless, alert()], null, ports);
    expect(taken).toMatchObject([{ fingerprint: 'aa', outcome: 'opened' }]);
    expect(refused).toMatchObject([{ index: 0, because: 'nameless' }]);
  });

  test('a key takes only what is about the services of its namespaces', async () => {
    const ours = alert({ labels: { service: 'orders-service' }, fingerprint: 'cc' });
    const { taken, refused } = await takeAlertmanager([alert(), ours], ['shop'], ports);
    expect(taken).toMatchObject([{ fingerprint: 'cc' }]);
    expect(refused).toMatchObject([{ index: 0, because: 'foreign' }]);
    expect([...anomalies.values()].map(({ service }) => service)).toEqual(['orders']);
  });
});

describe("CloudWatch's alarms", () => {
  const alarm = (value: string, second: number, service = 'orders') =>
    AlarmEvent.parse({
      source: 'aws.cloudwatch',
      account: '1',
      region: 'eu-west-1',
      'detail-type': 'CloudWatch Alarm State Change',
      detail: {
        alarmName: 'hot',
        configuration: {
          metrics: [{ metricStat: { metric: { namespace: 'Own', name: 'x', dimensions: { Service: service } } } }],
        },
        state: { value, timestamp: `2027-01-15T08:00:${second}.000+0000` },
      },
    });
  const take = async (...events: AlarmEvent[]) => {
    const all: (string | undefined)[] = [];
    for (const event of events) all.push((await takeAlarm(event, ports))?.outcome);
    return all;
  };

  test('that come out of order, and twice, end as the newest says', async () => {
    const [first, over, again] = [alarm('ALARM', 10), alarm('OK', 20), alarm('ALARM', 30)];
    expect(await take(first, again, over, again, first)).toEqual([
      'opened',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    expect(await take(alarm('INSUFFICIENT_DATA', 40))).toEqual(['resolved']);
    expect([...anomalies.values()]).toMatchObject([{ source: 'cloudwatch_alarm', resolution: 'silent', version: 2 }]);
  });

  test('that were over before they were heard of are none', async () => {
    expect(await take(alarm('OK', 20), alarm('ALARM', 10))).toEqual(['unchanged', 'unchanged']);
    expect(anomalies.size).toBe(0);
  });

  test('of what is not watched are passed over', async () => {
    expect(await take(alarm('ALARM', 10, 'thumbnails'))).toEqual([undefined]);
    expect(logged).toEqual(['an alarm was passed over']);
  });
});
