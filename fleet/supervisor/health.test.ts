import { expect, test } from 'vitest';
import { HealthCount } from './health.ts';

const after = (...checks: boolean[]) => {
  const count = new HealthCount();
  for (const passed of checks) count.saw(passed);
  return count.health;
};

test('two passes in a row make a task healthy', () => {
  expect(after(true)).toBe('UNKNOWN');
  expect(after(true, false, true)).toBe('UNKNOWN');
  expect(after(false, true, true)).toBe('HEALTHY');
});

test('five misses in a row make it unhealthy, four do not', () => {
  expect(after(true, true, false, false, false, false)).toBe('HEALTHY');
  expect(after(true, true, false, false, false, false, false)).toBe('UNHEALTHY');
});

test('only a change is told', () => {
  const count = new HealthCount();
  expect([true, true, true].map((passed) => count.saw(passed))).toEqual([false, true, false]);
});
