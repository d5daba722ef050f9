import { expect, test } from 'vitest';
import { aPolicy, aService } from '../fixtures.ts';
import { checkPlace } from './checkPlace.ts';
import type { PolicyDocument } from './document.ts';
import type { Policy } from './policy.ts';

const place = {
  services: [aService({ name: 'orders', owner: 'shop' }), aService({ name: 'payments' })],
  targets: ['slack'],
  whole: true,
};
const check = (policy: Partial<Policy>, document: PolicyDocument = {}) => checkPlace(document, aPolicy(policy), place);

test('a namespace that does not own the service is a fault: such a rule could never act', () => {
  expect(check({ namespace: 'payments', service: 'orders' }).faults).toEqual([
    { pointer: '/service', message: expect.stringContaining('payments does not own orders (namespace shop does)') },
  ]);
});

test('its own service, one that is given to it, and every service of the whole installation are fine', () => {
  const clean = { faults: [], warnings: [] };
  expect(check({ namespace: 'payments', service: 'payments' })).toEqual(clean);
  expect(check({ namespace: 'shop', service: 'orders' })).toEqual(clean);
  expect(check({ namespace: null, service: 'orders' })).toEqual(clean);
  expect(check({ namespace: null, service: null })).toEqual(clean);
});

test('a service that is not known yet is a warning', () => {
  const { faults, warnings } = check({ service: 'invoices' });
  expect(faults).toEqual([]);
  expect(warnings).toEqual([{ pointer: '/service', message: expect.stringContaining('orders, payments') }]);
});

test('a namespace that owns nothing that is watched is about nothing', () => {
  expect(check({ namespace: 'search', service: null }).warnings).toEqual([
    { pointer: '', message: expect.stringContaining('owns none of the watched services') },
  ]);
  expect(check({ namespace: 'search', services: ['payments'], service: null }).warnings).toEqual([]);
});

test('where not all services are known only a slip of the pen is told', () => {
  const some = (service: string) => checkPlace({}, aPolicy({ service }), { ...place, whole: false }).warnings;
  expect(some('invoices')).toEqual([]);
  expect(some('paymnets')).toEqual([
    { pointer: '/service', message: expect.stringContaining('did you mean payments?') },
  ]);
});

test('what a condition asks of a service that is not there, and of a metric that it has not', () => {
  const when = 'cpu_usage > 80 and ledger.cpu_usage < 50';
  expect(check({ condition: when, service: 'orders' }, { when }).warnings).toEqual([
    { pointer: '/when', offset: when.indexOf('ledger'), message: expect.stringContaining('no service ledger') },
  ]);
  const metrics = [{ metric: 'cpu_usage', name: 'CPUUtilization', source: 'cloudwatch' as const }];
  const measured = { ...place, services: [aService({ name: 'orders', metrics })] };
  const { warnings } = checkPlace({}, aPolicy({ condition: 'queue_age > 60s', service: 'orders' }), measured);
  expect(warnings).toEqual([{ pointer: '/condition', message: expect.stringContaining('orders has no queue_age') }]);
});

test('a repair that a guard would hold each time is told, an alert is not', () => {
  const services = [aService({ name: 'orders', protected: true }), aService({ name: 'users', may_act: false })];
  const of = (policy: Partial<Policy>) => checkPlace({}, aPolicy(policy), { ...place, services }).warnings;
  expect(of({ service: 'orders' })[0]?.message).toContain('orders is protected');
  expect(of({ service: 'users' })[0]?.message).toContain('forestall:act');
  expect(of({ service: 'users', ladder: [] })).toEqual([]);
});

test('a notification target that nobody named is a warning at its place, a named one is none', () => {
  expect(check({}, { notification: 'slack' }).warnings).toEqual([]);
  const document: PolicyDocument = {
    notification: 'pager',
    actions: ['scale', { alert: 'boss' }],
    on_failure: [{ type: 'alert', to: 'oncall' }],
  };
  expect(check({}, document).warnings.map(({ pointer }) => pointer)).toEqual([
    '/notification',
    '/actions/1/alert',
    '/on_failure/0/to',
  ]);
});

test('more failing services than there are is out of reach', () => {
  const trigger = { type: 'multi_service_failure' as const, threshold: 3, window_seconds: 300 };
  expect(check({ trigger, condition: null }).warnings).toMatchObject([{ pointer: '/trigger/threshold' }]);
});
