import { describe, expect, test } from 'vitest';
import { Configuration } from '../../configuration/configuration.ts';
import { aService } from '../../fixtures.ts';
import { AlarmEvent, alarmNews } from './alarm.ts';

const rules = (alerts: object = {}) => Configuration.parse({ alerts }).alerts;
const orders = aService({ workload: { platform: 'ecs', cluster: 'shop', service: 'orders-v2' } });
const other = aService({ name: 'mailer', workload: { platform: 'external' } });

/** In the form that CloudWatch documents. */
const change = (detail: object = {}, dimensions: object = { ClusterName: 'shop', ServiceName: 'orders-v2' }) => ({
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2027-01-15T08:04:40Z',
  region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:orders-cpu'],
  detail: {
    alarmName: 'orders-cpu',
    configuration: {
      description: 'orders is hot',
      metrics: [
        {
          id: '30b6c6b2-a864-43a2-4877-c09a1afc3b87',
          metricStat: {
            metric: { dimensions, name: 'CPUUtilization', namespace: 'AWS/ECS' },
            period: 300,
            stat: 'Average',
          },
          returnData: true,
        },
      ],
    },
    previousState: { reason: '…', timestamp: '2027-01-15T07:56:40.987+0000', value: 'OK' },
    state: {
      reason: 'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (90.0).',
      reasonData:
        '{"version":"1.0","statistic":"Average","period":300,"recentDatapoints":[88.1,97.25],"threshold":90.0}',
      timestamp: '2027-01-15T08:04:40.989+0000',
      value: 'ALARM',
    },
    ...detail,
  },
});
const told = (event: object, services = [orders, other], alerts: object = {}) =>
  alarmNews(AlarmEvent.parse(event), services, rules(alerts));

test('an alarm in our words', () => {
  expect(told(change())).toEqual({
    source: 'cloudwatch_alarm',
    fingerprint: '123456789012/us-east-1/orders-cpu',
    says: 'firing',
    since: Date.parse('2027-01-15T08:04:40.989Z') / 1000,
    ordered: true,
    service: 'orders',
    metric: 'cpu_usage',
    severity: 'medium',
    level: 'warn',
    value: 97.25,
    threshold: 90,
    told: {
      name: 'orders-cpu',
      summary: 'orders is hot',
      url: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/orders-cpu',
      runbook: null,
      labels: { ClusterName: 'shop', ServiceName: 'orders-v2' },
    },
  });
});

test('its states are firing, resolved and silent; a deleted alarm is silent too', () => {
  const state = (value: string) => told(change({ state: { value, timestamp: '2027-01-15T08:10:00.000+0000' } }));
  expect(state('OK')).toMatchObject({ says: 'resolved', value: null });
  expect(state('INSUFFICIENT_DATA')).toMatchObject({ says: 'silent' });
  const { state: _, ...deleted } = change({ operation: 'delete' }).detail;
  expect(told({ ...change(), 'detail-type': 'CloudWatch Alarm Configuration Change', detail: deleted })).toMatchObject({
    says: 'silent',
    since: Date.parse('2027-01-15T08:04:40Z') / 1000,
  });
});

describe('its service', () => {
  test('is the one that runs in ECS under that name, in that cluster, or bears it as a name', () => {
    expect(told(change({}, { ServiceName: 'orders-v2' }))).toMatchObject({ service: 'orders' });
    expect(told(change({}, { ClusterName: 'elsewhere', ServiceName: 'orders-v2' }))).toContain('orders-cpu');
    expect(told(change({}, { FunctionName: 'mailer-service' }))).toMatchObject({ service: 'mailer' });
  });

  test('is as forestall.yml says, or a tag that the alarm passes on', () => {
    const unknown = { FunctionName: 'thumbnails' };
    expect(told(change({}, unknown))).toContain('no dimension');
    expect(told(change({}, unknown), [orders], { services: { 'orders-cpu': 'images' } })).toMatchObject({
      service: 'images',
    });
    const alarmTags = { 'forestall:service': 'images', severity: 'critical' };
    expect(told(change({ alarmTags }, unknown))).toMatchObject({ service: 'images', level: 'page' });
  });

  test('is not known of a composite alarm that nobody gave to one', () => {
    expect(told(change({ configuration: { alarmRule: 'ALARM("a") OR ALARM("b")' } }))).toContain('no dimension');
  });
});

test('what is not told is not needed: reason data, an unknown metric, a time', () => {
  const state = { value: 'ALARM', reason: 'because', reasonData: 'no JSON', timestamp: '2027-01-15T08:04:40.989+0000' };
  const metric = { namespace: 'AWS/ECS', name: 'Moons', dimensions: { ServiceName: 'orders-v2' } };
  const configuration = { metrics: [{ expression: 'a+b' }, { metricStat: { metric } }] };
  expect(told(change({ state, configuration }))).toMatchObject({
    value: null,
    threshold: null,
    metric: 'orders-cpu',
    told: { summary: 'because' },
  });
  expect(told(change({ state: { ...state, timestamp: 'yesterday' } }))).toContain('says no time');
});
