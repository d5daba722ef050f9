import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from './timeline.ts';

test('nothing is ever given whose period is not over, whatever is asked', () => {
  const gaps = fc.array(fc.constantFrom(60, 60, 60, 120, 600), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(gaps, fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 20 }), (steps, times) => {
      let at = 1_000;
      const points = steps.map((gap, index) => {
        at += gap;
        return { at, value: index };
      });
      const timeline = new Timeline('orders', 'cpu_usage', points);
      for (const now of times.map((time) => 1_000 + time).sort((a, b) => a - b)) {
        timeline.until(now);
        const seen = points.filter((point) => point.at + timeline.step <= now);
        expect(timeline.latest?.at).toBe(seen.at(-1)?.at);
        expect(timeline.read(0, Number.POSITIVE_INFINITY)).toEqual(seen);
        expect(timeline.read(1_100, 1_400)).toEqual(seen.filter((point) => point.at >= 1_100 && point.at < 1_400));
      }
    }),
  );
});

test('the step is the smallest gap, and of a single point a minute', () => {
  const step = (...at: number[]) =>
    new Timeline(
      'a',
      'b',
      at.map((one) => ({ at: one, value: 1 })),
    ).step;
  expect([step(0, 10, 20, 80), step(0, 300), step(5)]).toEqual([10, 300, 60]);
});

test('what is usual follows slowly, and never knows of the newest value', () => {
  const points = Array.from({ length: 60 }, (_, i) => ({ at: i * 60, value: i < 59 ? 20 : 90 }));
  const timeline = new Timeline('orders', 'cpu_usage', points);
  timeline.until(3_600);
  expect(timeline.latest?.value).toBe(90);
  expect(timeline.latest?.expected).toBeCloseTo(20);
});
