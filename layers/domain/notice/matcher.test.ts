import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLike, type Matched, matchesAll } from './matcher.ts';

const matched: Matched = {
  service: 'orders-api',
  namespace: 'shop',
  severity: 'high',
  metric: 'latency_p99',
  event: 'anomaly.detected',
  action: null,
};

test('all matchers have to hold; one that is not equal holds for everything else', () => {
  const is = (name: 'service' | 'severity' | 'action', value: string, is_equal = true) => ({ name, value, is_equal });
  expect(matchesAll([is('service', 'orders-*')], matched)).toBe(true);
  expect(matchesAll([is('service', 'orders-*'), is('severity', 'low')], matched)).toBe(false);
  expect(matchesAll([is('severity', 'low', false)], matched)).toBe(true);
  expect(matchesAll([is('action', 'restart*')], matched), 'it is about no action').toBe(false);
  expect(matchesAll([is('action', 'scale', false)], matched)).toBe(true);
  expect(matchesAll([is('action', '')], matched)).toBe(true);
});

test('a star is any text, and nothing else is special', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', '(') });
  const asRegex = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/[.()]/g, String.raw`\$&`).replaceAll('*', '.*')}$`, 's');
  fc.assert(fc.property(text, text, (value, pattern) => isLike(value, pattern) === asRegex(pattern).test(value)));
});

test('a pattern of many stars is no trap', () => {
  expect(isLike('a'.repeat(200), `${'*a'.repeat(99)}*b`)).toBe(false);
});
