import { expect, test } from 'vitest';
import { inventory, measured } from './fixtures.ts';
import { usageOf } from './usage.ts';

const scheduled = inventory({ schedules: [{ entry: 'schedule/plan', perMonth: 43_200 }] });

test('each minute is 43,200 pulls a month, and each asks for every metric', () => {
  const usage = usageOf('pulled each minute', scheduled, measured());
  expect(usage.invocations.get('queue/pull')).toBe(43_200);
  expect(usage.invocations.get('schedule/plan')).toBe(43_200);
  expect(usage.metricsAsked).toBe(90 * 43_200);
});

test('each ten seconds is six times as many', () => {
  expect(usageOf('pulled each 10 s', scheduled, measured()).metricsAsked).toBe(6 * 90 * 43_200);
});

test('what is pushed is asked of nobody; each service pushes by itself', () => {
  const usage = usageOf('pushed', scheduled, measured());
  expect(usage.metricsAsked).toBe(0);
  expect(usage.invocations.get('queue/detect')).toBe(10 * 43_200);
});

test('as many detections follow a pull as were seen to', () => {
  const twice = measured({ 'queue/detect': { invocations: 120 } });
  expect(usageOf('pulled each minute', scheduled, twice).invocations.get('queue/detect')).toBe(2 * 43_200);
});

test('a block of history is six hours long at a minute, one at ten seconds', () => {
  const writes = (way: Parameters<typeof usageOf>[0]) => usageOf(way, scheduled, measured()).historyWrites;
  expect(writes('pulled each minute')).toBe(90 * 4 * 30 * 2);
  expect(writes('pulled each 10 s')).toBe(90 * 24 * 30 * 2);
});
