import { expect, test } from 'vitest';
import { inventory, measured } from './fixtures.ts';
import { usageOf, type Way } from './usage.ts';

const scheduled = inventory({ schedules: [{ entry: 'schedule/plan', perMonth: 43_200 }] });
// A pull of ten-second points asks for the last two minutes again, of each of ninety series.
const pulled = measured({ 'queue/pull': { duration_ms: 5, calls: { 'SQS.SendMessageBatch': { n: 1, kb: 150 } } } });
const usage = (way: Way) => usageOf(way, scheduled, pulled);
const times = (way: Way, entry: string) => usage(way).runs.find((run) => run.entry === entry)?.times;

test('each minute is 43,200 pulls a month, and each asks for every metric', () => {
  expect(times('pulled each minute', 'queue/pull')).toBe(43_200);
  expect(times('pulled each minute', 'schedule/plan')).toBe(43_200);
  expect(usage('pulled each minute').metricsAsked).toBe(90 * 43_200);
});

test('each ten seconds is six times as many', () => {
  expect(usage('pulled each 10 s').metricsAsked).toBe(6 * 90 * 43_200);
});

test('a pull sends as much as was measured, and one a minute the fewer points that it brings', () => {
  expect(usage('pulled each 10 s').arrivalKb).toBeCloseTo(150, 9);
  expect(usage('pulled each minute').arrivalKb).toBeLessThan(150 / 3);
});

test('detection runs once for what is sent in one call', () => {
  expect(times('pulled each minute', 'queue/detect')).toBe(43_200);
  expect(times('pulled each 10 s', 'queue/detect')).toBe(6 * 43_200);
  const larger = measured({ 'queue/pull': { calls: { 'SQS.SendMessageBatch': { n: 2, kb: 300 } } } });
  expect(usageOf('pulled each 10 s', scheduled, larger).runs.at(-1)?.times).toBe(2 * 6 * 43_200);
});

test('what is pushed is asked of nobody, and comes by the API', () => {
  const { metricsAsked, apiRequests, runs } = usage('pushed');
  expect(metricsAsked).toBe(0);
  expect(apiRequests).toBe(43_200);
  expect(runs.flatMap(({ calls }) => Object.keys(calls))).not.toContain('CloudWatch.GetMetricData');
});

test('a block of history is six hours long at a minute, one at ten seconds', () => {
  expect(usage('pulled each minute').historyKb).toBe(90 * 4 * 30 * 2);
  expect(usage('pulled each 10 s').historyKb).toBe(90 * 24 * 30 * 2);
});

test('what was not measured is asked for, never guessed', () => {
  const more = inventory({ schedules: [{ entry: 'schedule/forecast', perMonth: 720 }] });
  expect(() => usageOf('pushed', more, pulled)).toThrow('schedule/forecast was not measured');
});
