import { expect, test } from 'vitest';
import { aPolicy, aService } from '../fixtures.ts';
import { checkPlace } from './checkPlace.ts';
import type { PolicyDocument } from './document.ts';
import type { Policy } from './policy.ts';

const place = {
  services: [aService({ name: 'orders', owner: 'shop' }), aService({ name: 'payments' })],
  targets: ['slack'],
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

test('a notification target that nobody named is a warning, a named one is none', () => {
  expect(check({ notification: 'slack' }).warnings).toEqual([]);
  const alert = { type: 'alert', parameters: { to: 'pagerduty' } };
  expect(check({ notification: 'pager', alerts: [alert] }).warnings.map(({ pointer }) => pointer)).toEqual([
    '/notification',
    '/actions',
  ]);
});

test('a cooldown said twice is a fault, unless both say the same', () => {
  expect(check({}, { cooldown: 300, guards: { cooldown: '5m' } }).faults).toEqual([]);
  expect(check({}, { cooldown: 300, guards: { cooldown: '6m' } }).faults).toMatchObject([{ pointer: '/cooldown' }]);
});

test('guards that this version does not ask are not taken', () => {
  const guards = { windows: { deny: ['Fri 16:00-Mon 08:00 Europe/London'] }, approval: { above: 'high' } };
  expect(check({}, { guards }).faults.map(({ pointer }) => pointer)).toEqual(['/guards/windows', '/guards/approval']);
});
