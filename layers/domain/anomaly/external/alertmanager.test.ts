import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Configuration } from '../../configuration/configuration.ts';
import { AlertmanagerAlert, AlertmanagerMessage, alertmanagerNews, number } from './alertmanager.ts';

const NOW = 1_800_000_000;
const rules = (alerts: object = {}) => Configuration.parse({ alerts }).alerts;
const alert = (change: object = {}) =>
  AlertmanagerAlert.parse({
    status: 'firing',
    labels: { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' },
    annotations: {},
    startsAt: '2027-01-15T10:00:00.123456789+02:00',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: '4e7f9a1c2b3d5e60',
    ...change,
  });
const labelled = (labels: Record<string, string>, alerts: object = {}) =>
  alertmanagerNews(alert({ labels }), rules(alerts), NOW);

test('an alert in our words', () => {
  expect(alertmanagerNews(alert(), rules(), NOW)).toEqual({
    source: 'alertmanager',
    fingerprint: '4e7f9a1c2b3d5e60',
    says: 'firing',
    since: Date.parse('2027-01-15T08:00:00.123Z') / 1000,
    ordered: false,
    service: 'checkout',
    metric: 'HighErrorRate',
    severity: 'critical',
    level: 'page',
    value: null,
    threshold: null,
    told: {
      name: 'HighErrorRate',
      summary: null,
      url: 'http://prometheus.example/graph',
      runbook: null,
      labels: { alertname: 'HighErrorRate', service: 'checkout', severity: 'critical' },
    },
  });
});

describe('its service', () => {
  test.each([
    [{ job: 'node', app: 'shop', service_name: 'cart', service: 'checkout' }, 'checkout'],
    [{ job: 'node', app: 'shop', service_name: 'cart' }, 'cart'],
    [{ job: 'node', app_kubernetes_io_name: 'web', app: 'shop' }, 'web'],
    [{ job: 'node', deployment: 'shop' }, 'shop'],
    [{ job: 'node' }, 'node'],
    [{ service: 'no service/at all', job: 'node' }, 'node'],
  ])('is what the first label that can be one says: %o', (labels, service) => {
    expect(labelled(labels)).toMatchObject({ service });
  });

  test('is as forestall.yml says', () => {
    expect(labelled({ service: 'checkout', team: 'web' }, { service_labels: ['team'] })).toMatchObject({
      service: 'web',
    });
    expect(labelled({ alertname: 'A', service: 'checkout' }, { services: { A: 'cart' } })).toMatchObject({
      service: 'cart',
    });
  });

  test('that nothing names is told, with what would name it', () => {
    expect(labelled({ alertname: 'A', instance: 'x' })).toContain('service, service_name');
    expect(labelled({ alertname: 'constructor' })).toContain('constructor');
  });
});

describe('how bad it is', () => {
  test.each([
    ['critical', 'critical', 'page'],
    ['Page', 'critical', 'page'],
    ['error', 'high', 'page'],
    [' warning ', 'medium', 'warn'],
    ['minor', 'low', 'warn'],
    ['info', 'low', 'sensitive'],
    ['none', 'low', 'sensitive'],
    ['purple', 'medium', 'warn'],
    ['constructor', 'medium', 'warn'],
  ])('%s is %s, of level %s', (severity, told, level) => {
    expect(labelled({ service: 'a', severity })).toMatchObject({ severity: told, level });
  });

  test('is medium where no label says it, and as forestall.yml says where it does', () => {
    expect(labelled({ service: 'a' })).toMatchObject({ severity: 'medium', level: 'warn' });
    const own = { severities: { purple: 'high', Watchdog: 'low' } };
    expect(labelled({ service: 'a', severity: 'PURPLE' }, own)).toMatchObject({ severity: 'high', level: 'page' });
    expect(labelled({ service: 'a', alertname: 'Watchdog', severity: 'critical' }, own)).toMatchObject({
      severity: 'low',
    });
  });
});

test('a label may name one of our metrics, an annotation the figure and the bound', () => {
  const labels = { alertname: 'Hot', service: 'a', metric: 'latency' };
  const annotations = { value: '812.5 ms', threshold: '500', description: 'slow', runbook_url: 'https://r.example' };
  expect(alertmanagerNews(alert({ labels, annotations }), rules(), NOW)).toMatchObject({
    metric: 'latency_p99',
    value: 812.5,
    threshold: 500,
    told: { summary: 'slow', runbook: 'https://r.example' },
  });
  expect(labelled({ ...labels, metric: 'moon' })).toMatchObject({ metric: 'Hot' });
});

test('the figure that a resolved one repeats is an old one, and its end is when it ended, or now', () => {
  const ended = { status: 'resolved', annotations: { value: '5' }, startsAt: '2027-01-15T08:00:00Z' };
  const at = (endsAt: string) => alertmanagerNews(alert({ ...ended, endsAt }), rules(), NOW);
  const says = { says: 'resolved', value: null };
  expect(at('2027-01-15T08:00:30Z')).toMatchObject({ ...says, since: Date.parse('2027-01-15T08:00:30Z') / 1000 });
  expect(at('0001-01-01T00:00:00Z')).toMatchObject({ ...says, since: NOW });
});

test.each([
  ['93.2', 93.2],
  [' -1.5e-3 %', -0.0015],
  ['+Inf', null],
  ['about 3', null],
  ['1e999', null],
  [undefined, null],
])('the figure in %s is %s', (written, figure) => {
  expect(number(written)).toBe(figure);
});

test('whatever the labels are, it is kept short, and never throws', () => {
  const text = fc.string({ maxLength: 3_000, unit: 'binary' });
  fc.assert(
    fc.property(fc.dictionary(text, text), fc.dictionary(text, text), (labels, annotations) => {
      const told = alertmanagerNews(alert({ labels: { ...labels, service: 'a' }, annotations }), rules(), NOW);
      if (typeof told === 'string') throw new Error(told);
      expect(JSON.stringify(told.told.labels).length).toBeLessThan(40 * 2_500);
      expect(told.metric.length).toBeLessThanOrEqual(100);
      const written = [
        told.metric,
        told.told.name,
        told.told.summary ?? '',
        ...Object.entries(told.told.labels).flat(),
      ];
      expect(written.every((one) => one.isWellFormed())).toBe(true);
      expect(Object.keys(told.told.labels)).not.toContain('');
    }),
  );
});

test.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999-23:59', '2028-02-29T00:00:00+14:00'])(
  '%s is a time that can be told',
  (startsAt) => {
    expect(alertmanagerNews(alert({ startsAt }), rules(), NOW)).toMatchObject({ since: expect.any(Number) });
    expect(Date.parse(startsAt)).not.toBeNaN();
  },
);

test('a message of another version, or of Prometheus itself, is none', () => {
  const good = { version: '4', alerts: [alert()] };
  expect(AlertmanagerMessage.safeParse(good).success).toBe(true);
  for (const bad of [{ ...good, version: '3' }, [alert()], { ...good, alerts: new Array(1_001).fill(alert()) }])
    expect(AlertmanagerMessage.safeParse(bad).success).toBe(false);
});
