import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Baseline } from './baseline.ts';
import type { Opinion, Point, Voice } from './voice.ts';
import { movingAverage } from './voices/movingAverage.ts';
import { naturalLimit } from './voices/naturalLimit.ts';
import { zScore } from './voices/zScore.ts';

/** Every detector. Adding one is a file and a place here. */
const voices: readonly Voice[] = [zScore, movingAverage, naturalLimit];
const withoutHistory: readonly Voice[] = [naturalLimit];

/** A point with what the detectors together make of it. */
export interface Judged extends Point {
  /** the loudest voice's excess: at 1 and above the point is odd */
  excess: number;
  score: number;
  direction: 'up' | 'down';
  limit: boolean;
  opinions: readonly Opinion[];
}

/** Judges the last of `recent`. Without a baseline only the natural limit speaks. */
export function judge(recent: readonly Point[], baseline: Baseline | undefined, definition: MetricDefinition): Judged {
  const point = recent[recent.length - 1];
  if (point === undefined) throw new RangeError('there is no point to judge');
  const { at, value } = point;
  const nothing: Baseline = { expected: value, scale: 1, floor: 1, habit: 0, lower: value, upper: value };
  const evidence = { recent, value, baseline: baseline ?? nothing, definition };
  const opinions = (baseline ? voices : withoutHistory).map((voice) => voice(evidence));
  const loudest = opinions.reduce((most, opinion) => (opinion.excess > most.excess ? opinion : most));
  return {
    at,
    value,
    excess: loudest.excess,
    score: Math.max(...opinions.map(({ score }) => score)),
    direction: loudest.direction,
    limit: opinions.some(({ name, excess }) => name === 'limit' && excess > 0),
    opinions,
  };
}
