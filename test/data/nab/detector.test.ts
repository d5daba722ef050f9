import { expect, test } from 'vitest';
import { Detector, type Finding, type Heard } from '#domain/detection/detector.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { labelledSeries } from './series.ts';

const series = labelledSeries();
const each = test.each(series.map((one) => [one.file, one] as const));

const detector = () => new Detector(metricDefinition('value'));

function judged(points: readonly Heard[], by = detector()): Finding[] {
  return points.map((point) => by.hear(point));
}

each('%s: every score is a share, and the band lies around what was expected', (_, { points }) => {
  const found = judged(points);
  expect(found.filter(({ score }) => !(score >= 0 && score <= 1))).toEqual([]);
  const known = found.filter(({ expected }) => !Number.isNaN(expected));
  expect(known.length).toBeGreaterThan(points.length / 2);
  expect(known.filter(({ lower, expected, upper }) => !(lower <= expected && expected <= upper))).toEqual([]);
});

each('%s: what is open has been told, and a higher level is never told without the lower ones', (_, { points }) => {
  const levels = ['sensitive', 'warn', 'page'] as const;
  for (const { open, notices } of judged(points)) {
    if (notices.length > 0) expect(open).toBeDefined();
    const highest = Math.max(...notices.map((level) => levels.indexOf(level)));
    if (open !== undefined && notices.length > 0) expect(highest).toBeLessThanOrEqual(levels.indexOf(open));
  }
});

test('series heard in turns are judged as each by itself', () => {
  const alone = series.map(({ points }) => judged(points.slice(0, 1_000)));
  const together = series.map(() => detector());
  const found = series.map(() => [] as Finding[]);
  for (let i = 0; i < 1_000; i++) {
    series.forEach(({ points }, which) => {
      const point = points[i];
      const by = together[which];
      if (point && by) found[which]?.push(by.hear(point));
    });
  }
  expect(found).toEqual(alone);
});
