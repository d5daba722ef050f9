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
  const known = found.filter(({ lower, upper }) => !Number.isNaN(lower + upper)); // none while too little is known
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
each('%s: what cannot be measured, comes twice or comes late leaves no score out', (_, { points }) => {
  const troubled = points.flatMap((point, i) => {
    if (i % 97 === 50) return [{ ...point, value: Number.NaN }, point];
    if (i % 97 === 60) return [point, point];
    const late = points[i - 3];
    return i % 97 === 70 && late ? [point, late] : [point];
  });
  const found = judged(troubled);
  expect(found.filter(({ score }) => !(score >= 0 && score <= 1))).toEqual([]);
});

const HOUR = 3_600;

/** When episodes of notices begin, as the judge of NAB counts them: notices less than an hour apart are one. */
function beginnings(points: readonly Heard[]): number[] {
  const found = judged(points);
  const told = points.filter((_, i) => found[i]?.notices.includes('warn')).map(({ at }) => at);
  return told.filter((at, i) => at - (told[i - 1] ?? 0) > HOUR);
}

// Far from what is measured (see docs/benchmarks.md), so that it fails only when something is broken.
test('at warn most of the labelled windows are found, and little else is told', () => {
  let [windows, caught, wrong] = [0, 0, 0];
  for (const one of series) {
    const begun = beginnings(one.points);
    const within = (at: number, [from, to]: readonly [number, number]) => at >= from && at <= to;
    windows += one.windows.length;
    caught += one.windows.filter((window) => begun.some((at) => within(at, window))).length;
    wrong += begun.filter((at) => !one.windows.some((window) => within(at, window))).length;
  }
  expect(windows).toBe(9);
  expect(caught).toBeGreaterThanOrEqual(5);
  expect(wrong).toBeLessThanOrEqual(4);
});
