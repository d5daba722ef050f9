import { describe, expect, test } from 'vitest';
import { aPolicy, aService } from '../fixtures.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import { givenLimit, limitOf } from './limit.ts';

const orders = aService();
const payments = aService({ name: 'payments' });
const of = (
  metric: string,
  {
    conditions = [],
    limits = {},
    service = orders,
  }: { conditions?: string[]; limits?: Record<string, number>; service?: typeof orders } = {},
) => {
  const policies = conditions.map((condition, index) => aPolicy({ id: `policy_${index}`, condition }));
  return limitOf(service, metric, { policies, limits, services: [orders, payments] });
};

describe('whose limit counts', () => {
  test('the natural one, where nobody says more', () => {
    expect(of('cpu_usage')).toEqual({ value: 90, direction: 'up', from: 'catalogue', policy: null });
    expect(of('latency_p99')).toBeNull();
    expect(of('their_own_metric')).toBeNull();
  });

  test("the configuration's before it, the service's own before the metric's", () => {
    expect(of('latency_p99', { limits: { latency: 300 } })).toMatchObject({ value: 300, from: 'configuration' });
    const limits = { 'orders.cpu': 70, cpu_usage: 80, 'orders-service.memory_usage': 75 };
    expect(of('cpu_usage', { limits })?.value).toBe(70);
    expect(of('cpu_usage', { limits, service: payments })?.value).toBe(80);
    expect(of('memory_usage', { limits })?.value).toBe(75);
  });

  test("the strictest enabled policy's before both", () => {
    const conditions = ['cpu_usage > 85', 'cpu_usage >= 80 and request_rate > 5', 'forecast(cpu_usage, 1h) > 82%'];
    expect(of('cpu_usage', { conditions, limits: { cpu_usage: 60 } })).toEqual({
      value: 80,
      direction: 'up',
      from: 'policy',
      policy: 'policy_1',
    });
    expect(of('running_tasks', { conditions: ['running_tasks < 2', 'running_tasks < 3'] })).toMatchObject({
      value: 3,
      direction: 'down',
    });
  });

  test('a mean or a peak over a time is one too, how fast it changes is not', () => {
    expect(of('cpu_usage', { conditions: ['avg(cpu_usage, 5m) > 75'] })).toMatchObject({ value: 75, from: 'policy' });
    expect(of('cpu_usage', { conditions: ['delta(cpu_usage, 5m) > 20'] })?.from).toBe('catalogue');
    expect(of('cpu_usage', { conditions: ['count(services where cpu_usage > 50) > 1'] })?.from).toBe('catalogue');
  });

  test('only of policies that look after the service, or name it', () => {
    expect(of('cpu_usage', { conditions: ['payments.cpu_usage > 50'] })?.from).toBe('catalogue');
    expect(of('cpu_usage', { conditions: ['payments.cpu_usage > 50'], service: payments })?.value).toBe(50);
    const policies = [
      aPolicy({ condition: 'cpu_usage > 70', service: 'payments' }),
      aPolicy({ condition: 'cpu_usage > 60', enabled: false }),
    ];
    const sources = { policies, limits: {}, services: [orders, payments] };
    expect(limitOf(orders, 'cpu_usage', sources)?.from).toBe('catalogue');
    expect(limitOf(payments, 'cpu_usage', sources)?.value).toBe(70);
  });

  test('a comparison that only tells which trouble it is, the good side, and what must not be, are no limits', () => {
    const conditions = [
      'anomaly(cpu_usage) and cpu_usage > 40',
      'cpu_usage < 20',
      'error_rate > 0.1 and not cpu_usage > 30',
    ];
    expect(of('cpu_usage', { conditions })?.from).toBe('catalogue');
    expect(of('cpu_usage', { conditions: ['anomaly(latency) and forecast(cpu_usage, 1h) > 70'] })?.value).toBe(70);
  });
});

test('a threshold that is given lies before the series, where both ways may be bad', () => {
  expect(givenLimit(50, metricDefinition('cpu_usage'), 60)).toMatchObject({ direction: 'up', from: 'request' });
  expect(givenLimit(50, metricDefinition('request_rate'), 60)).toMatchObject({ direction: 'down' });
  expect(givenLimit(70, metricDefinition('request_rate'), 60)).toMatchObject({ direction: 'up' });
  expect(givenLimit(1, metricDefinition('running_tasks'), 2)).toMatchObject({ direction: 'down' });
  expect(givenLimit(1, metricDefinition('request_rate'), null)).toMatchObject({ direction: 'up' });
});
