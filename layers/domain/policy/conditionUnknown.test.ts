import { expect, test } from 'vitest';
import { anAnomaly, aValue } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import { readCondition } from './condition.ts';
import { whyUnknown } from './conditionUnknown.ts';
import type { Facts } from './evaluate.ts';

const NOW = 1_800_000_000;
const fresh = (metric: string, value = 5, service = 'orders') => aValue({ service, metric, value, at: NOW - 20 });
function why(text: string, given: Partial<Facts> = {}): string[] {
  const { condition } = readCondition(text);
  if (!condition) throw new Error(`cannot read ${text}`);
  return whyUnknown(condition, 'orders', { now: NOW, latest: [], anomalies: [], ...given });
}

test('each part that is not known says what is missing, and what is known says nothing', () => {
  const latest = [fresh('cpu_usage'), aValue({ service: 'orders', metric: 'memory_usage', at: NOW - 900 })];
  expect(why('cpu_usage > 5', { latest })).toEqual([]);
  expect(why('error_rate > 5% and not memory_usage > 90', { latest })).toEqual([
    'error_rate of orders is not known',
    'memory_usage of orders is too old',
  ]);
  expect(why('cpu_usage > 90 and error_rate > 5%', { latest }), 'what is false anyway needs no more').toEqual([]);
  expect(why('cpu_usage > 1 and error_rate > 5% or error_rate > 9%', { latest })).toEqual([
    'error_rate of orders is not known',
  ]);
  expect(why('avg(cpu_usage, 5m) > 80', { latest })).toEqual([
    'too few of the last values of cpu_usage of orders are known',
  ]);
  expect(why('forecast(cpu_usage, 1h) > 80', { latest })).toEqual([
    'no fresh forecast of cpu_usage of orders reaches so far',
  ]);
  expect(why('not anomaly()')).toEqual(['orders says nothing']);
  const old = [anAnomaly({ metric: 'queue_age', updated_at: toInstant(NOW - 900) })];
  expect(why('anomaly()', { latest, anomalies: old })).toEqual([
    'the open anomaly of orders was not heard of for long',
  ]);
  expect(why('payments.deploying')).toEqual(['the deployments of payments cannot be read']);
  expect(why('burn_rate(checkout, 1h) > 5')).toEqual(['forestall.yml names no objective checkout']);
});

test('of a count the first services are named', () => {
  const services = ['orders', 'users', 'payments', 'mail', 'search'].map((name) => ({ name }));
  expect(why('count(services where cpu_usage > 5) >= 2', { services, latest: [fresh('cpu_usage', 9)] })).toEqual([
    'cpu_usage of users is not known',
    'cpu_usage of payments is not known',
    'cpu_usage of mail is not known',
    'and 1 more',
  ]);
});
