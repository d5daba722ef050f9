import { expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Silence } from '#domain/notice/silence.ts';
import { toEpoch } from '#domain/time.ts';
import { confined, makeSilence, type Silencer, type SilenceWish } from './manageSilences.ts';

const NOW = '2026-11-24T16:00:00.000Z';
const is = (name: 'service' | 'namespace' | 'event' | 'severity', value: string, is_equal = true) => ({
  name,
  value,
  is_equal,
});
const wish = (change: Partial<SilenceWish> = {}): SilenceWish => ({
  matchers: [is('service', 'orders')],
  ends_at: '2026-11-24T18:00:00+01:00',
  reason: 'we move the database',
  hold_actions: false,
  ...change,
});

function stage() {
  const made: Silence[] = [];
  const services = [aService({ name: 'orders', owner: 'shop' }), aService({ name: 'pay-service', owner: null })];
  const ports = {
    silences: { create: async (silence: Silence) => void made.push(silence) },
    services: { get: async (name: string) => services.find((one) => one.name === name) },
    clock: { now: () => toEpoch(NOW) },
  };
  const silence = (change: Partial<SilenceWish> = {}, namespaces: Silencer['namespaces'] = null) =>
    makeSilence(wish(change), { by: 'key:k', namespaces }, ports);
  return { made, ports, silence };
}

test('it begins now unless said otherwise, in UTC whatever was written, and says who made it', async () => {
  const { made, silence } = stage();
  await silence();
  expect(made).toMatchObject([
    { starts_at: NOW, ends_at: '2026-11-24T17:00:00.000Z', created_by: 'key:k', created_at: NOW },
  ]);
});

test('what would hold nothing is refused, and every fault is named', async () => {
  const { made, silence } = stage();
  expect(await silence({ ends_at: NOW })).toEqual({
    faults: [{ pointer: '/ends_at', message: 'it would be over already' }],
  });
  expect(await silence({ starts_at: '2026-11-24T20:00:00Z' })).toMatchObject({ faults: [{ pointer: '/ends_at' }] });
  const matchers = [is('service', 'orders'), is('event', 'anomaly.*')];
  expect(await silence({ matchers, hold_actions: true, ends_at: NOW })).toMatchObject({
    faults: [{ pointer: '/ends_at' }, { pointer: '/matchers/1/name' }],
  });
  expect(made).toEqual([]);
});

test('a service is known by its canonical name, unless one bears the other', async () => {
  const { made, silence } = stage();
  await silence({
    matchers: [is('service', 'orders-service'), is('service', 'pay-service'), is('service', '*-service')],
  });
  expect(made[0]?.matchers.map(({ value }) => value)).toEqual(['orders', 'pay-service', '*-service']);
});

test('a key of some namespaces silences only what these own', async () => {
  const { made, silence, ports } = stage();
  expect(await silence({}, ['shop'])).toHaveProperty('silence');
  expect(await silence({ matchers: [is('namespace', 'shop'), is('severity', 'low')] }, ['shop'])).toHaveProperty(
    'silence',
  );
  const foreign = [
    [is('service', 'orders', false)],
    [is('service', 'orders*')],
    [is('service', 'unknown')],
    [is('namespace', 'bank')],
    [is('severity', 'low')],
  ];
  for (const matchers of foreign) expect(await silence({ matchers }, ['shop'])).toHaveProperty('foreign');
  expect(made).toHaveLength(2);
  expect(await confined([is('namespace', 'bank')], ['shop'], ports.services)).toBe(false);
});
