import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventName } from './event.ts';
import { everything, type Interest, isFor } from './interest.ts';

const service = fc.constantFrom('orders', 'users', 'payments');
const severity = fc.constantFrom('low', 'medium', 'high', 'critical');
const name = fc.constantFrom(...EventName.options);
const anEvent = fc.record({ event: name, service: fc.option(service), severity: fc.option(severity) });
const anInterest: fc.Arbitrary<Interest> = fc.record({
  events: fc.option(fc.array(name)),
  services: fc.option(fc.array(service)),
  severities: fc.option(fc.array(severity)),
});

test('everything is for who asked for nothing in particular', () => {
  fc.assert(fc.property(anEvent, (event) => isFor(event, everything)));
  fc.assert(fc.property(anEvent, (event) => isFor(event, { ...everything, events: ['*'] })));
});

test('each filter alone decides: what passes all of them passes, and nothing else', () => {
  fc.assert(
    fc.property(anEvent, anInterest, (event, wish) => {
      const passes = (Object.keys(wish) as (keyof Interest)[]).every((filter) =>
        isFor(event, { ...everything, [filter]: wish[filter] }),
      );
      expect(isFor(event, wish)).toBe(passes);
    }),
  );
});

test('a wider wish never loses an event', () => {
  fc.assert(
    fc.property(anEvent, anInterest, service, (event, wish, more) => {
      if (isFor(event, wish))
        expect(isFor(event, { ...wish, services: wish.services && [...wish.services, more] })).toBe(true);
    }),
  );
});

test('an event without service or severity passes those filters, by name it does not', () => {
  const event = { event: 'webhook.disabled' as const, service: null, severity: null };
  expect(isFor(event, { events: null, services: ['orders'], severities: ['high'] })).toBe(true);
  expect(isFor(event, { ...everything, events: ['anomaly.detected'] })).toBe(false);
  expect(isFor({ ...event, service: 'users' }, { ...everything, services: [] })).toBe(false);
});

test('orders-service names orders, and a service of that very name', () => {
  const wish = { ...everything, services: ['orders-service'] };
  const event = { event: 'anomaly.detected' as const, severity: 'high' };
  expect(isFor({ ...event, service: 'orders' }, wish)).toBe(true);
  expect(isFor({ ...event, service: 'orders-service' }, wish)).toBe(true);
  expect(isFor({ ...event, service: 'users' }, wish)).toBe(false);
});
