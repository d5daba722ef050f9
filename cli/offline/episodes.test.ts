import { expect, test } from 'vitest';
import type { Level } from '#domain/anomaly/anomaly.ts';
import type { Finding } from '#domain/detection/detector.ts';
import { Episodes } from './episodes.ts';

const calm: Finding = {
  expected: 20,
  lower: 10,
  upper: 30,
  score: 0.1,
  notices: [],
  open: undefined,
  shape: undefined,
  direction: 'up',
  votes: [],
  learning: false,
};
const odd = (notices: readonly Level[], open: Level): Finding => ({
  ...calm,
  score: 0.999,
  notices,
  open,
  shape: 'level_shift',
  votes: [{ name: 'size', score: 0.9 }],
});

/** Findings at 0 s, 60 s, …; values outside the band where they are odd. */
function told(level: Level, findings: readonly (readonly [value: number, finding: Finding])[]) {
  const episodes = new Episodes(level);
  const alerts = findings.map(([number, finding], index) => episodes.add({ at: index * 60, number }, finding));
  return { list: episodes.list, alerts };
}

const at = (minute: number) => `1970-01-01T00:0${minute}:00Z`;

test('an episode goes from the first point outside the band to the first at which it is no longer open', () => {
  const { list, alerts } = told('warn', [
    [20, calm],
    [40, calm],
    [41, odd(['sensitive', 'warn'], 'warn')],
    [45, odd([], 'page')],
    [44, odd(['warn'], 'warn')],
    [20, calm],
  ]);
  expect(alerts).toEqual([false, false, true, false, true, false]);
  expect(list).toEqual([
    {
      started_at: at(1),
      detected_at: at(2),
      ended_at: at(5),
      raised_at: [at(4)],
      shape: 'level_shift',
      direction: 'up',
      level: 'page',
      score: 0.999,
      value: 41,
      expected: 20,
      lower: 10,
      upper: 30,
      detectors: [{ name: 'size', score: 0.9 }],
    },
  ]);
});

test('what is not grave enough for the level is none', () => {
  const { list, alerts } = told('page', [
    [40, odd(['sensitive', 'warn'], 'warn')],
    [40, odd([], 'warn')],
  ]);
  expect(list).toEqual([]);
  expect(alerts).toEqual([false, false]);
});

test('an episode of a higher level ends where only a lower one stays open, and a new one may begin', () => {
  const { list } = told('page', [
    [40, odd(['page'], 'page')],
    [40, odd([], 'warn')],
    [40, odd(['page'], 'page')],
  ]);
  expect(list.map(({ detected_at, ended_at }) => [detected_at, ended_at])).toEqual([
    [at(0), at(1)],
    [at(2), null],
  ]);
});

test('a missing value does not break the run that led to it', () => {
  const { list } = told('warn', [
    [40, calm],
    [Number.NaN, calm],
    [40, odd(['warn'], 'warn')],
  ]);
  expect(list[0]?.started_at).toBe(at(0));
});
