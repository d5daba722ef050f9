import { expect, test } from 'vitest';
import { histories, servicePoints } from './points.ts';
import { perSecond, speedOf } from './speed.ts';
import { speedTable } from './table.ts';

test('the metrics of the service have their points at the same moments', () => {
  const service = servicePoints(1);
  const [first] = service;
  expect(service).toHaveLength(8);
  expect(first?.points.length).toBeGreaterThan(20_000);
  for (const { points } of service) expect(points.map(({ at }) => at)).toEqual(first?.points.map(({ at }) => at));
});

test('a history is a week', () => {
  for (const { points, step } of histories(1)) {
    const seconds = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
    expect(seconds).toBeLessThan(7 * 86_400);
    expect(seconds).toBeGreaterThan(6.9 * 86_400);
    expect(step).toBe(300);
  }
});

test('work is done four times, and speed is the count of one of them', () => {
  let times = 0;
  const speed = speedOf(() => {
    times += 1;
    return 7;
  });
  expect(times).toBe(4);
  expect(speed.count).toBe(7);
  expect(perSecond({ count: 10, seconds: 4 })).toBe(2.5);
});

test('the fastest stands first, points before series, in digits that a clock knows', () => {
  const one = (name: string, of: 'points' | 'series', count: number) => ({ name, of, ours: true, count, seconds: 1 });
  const lines = speedTable([
    one('slow', 'points', 82.34),
    one('few', 'series', 1_000_000),
    one('quick', 'points', 123_456),
  ])
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 4),
    );
  expect(lines).toEqual([
    ['quick', '123,000', 'points'],
    ['slow', '82.3', 'points'],
    ['few', '1,000,000', 'series'],
  ]);
});
