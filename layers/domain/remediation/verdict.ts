import { metricDefinition } from '../metric/catalogue.ts';
import type { LatestValue } from '../shard/latest.ts';
import type { Cause, Reading, Verdict } from './action.ts';

/** A policy's own measure of health, e.g. `< 80`, in the metric's unit. */
export interface Expectation {
  op: '<' | '<=' | '>' | '>=';
  value: number;
}

const meets = (value: number, { op, value: bound }: Expectation): boolean => {
  if (op === '<') return value < bound;
  if (op === '<=') return value <= bound;
  return op === '>' ? value > bound : value >= bound;
};

/** What verification looks at after an action has settled. */
export interface Outcome {
  cause: Cause;
  before: Reading;
  /** readings whose period began after the action had settled, oldest first */
  after: readonly Reading[];
  /** the series' newest expectation */
  latest: LatestValue | undefined;
  /** what the policy expects of the metric, where it says so: otherwise the usual band */
  expect: Expectation | null;
  /** seconds since the action was done, and how many it has */
  waited: number;
  within: number;
}

export interface Judged {
  verdict: Verdict | 'not_yet';
  reason: string;
}

/** Healthy readings in a row that prove a repair, and bad ones that prove harm. */
const PROOF = 2;

/**
 * Judges an action by its metric. `helped` needs two fresh readings back in the band; no fresh reading is never
 * `helped`; worse by half the deviation again, twice in a row, is `worse` at once.
 */
export function judgeOutcome(outcome: Outcome): Judged {
  const { after, before, cause, latest, waited, within } = outcome;
  const timeUp = waited >= within;
  const last = after.slice(-PROOF);
  const newest = last[last.length - 1];
  if (newest === undefined || latest === undefined) {
    return timeUp
      ? { verdict: 'inconclusive', reason: `no fresh value of ${cause.metric} within ${within} s` }
      : { verdict: 'not_yet', reason: 'waiting for fresh values' };
  }
  const { expect } = outcome;
  const healthy = ({ value }: Reading) => (expect ? meets(value, expect) : isHealthy(value, latest, cause));
  if (last.length === PROOF && last.every(healthy)) {
    return { verdict: 'helped', reason: `${cause.metric} is back: ${figure(before)} before, ${figure(newest)} after` };
  }
  if (last.length === PROOF && last.every((reading) => isWorse(reading.value, before.value, latest, cause))) {
    return { verdict: 'worse', reason: `${cause.metric} got worse: ${figure(before)} before, ${figure(newest)} after` };
  }
  if (!timeUp) return { verdict: 'not_yet', reason: `${cause.metric} is ${figure(newest)}` };
  if (last.length < PROOF)
    return {
      verdict: 'inconclusive',
      reason: `only ${after.length} fresh value of ${cause.metric} within ${within} s`,
    };
  return {
    verdict: 'no_effect',
    reason: `${cause.metric} is not back within ${within} s: ${figure(before)} before, ${figure(newest)} after`,
  };
}

const figure = ({ value, unit }: Reading): string =>
  `${Number(value.toPrecision(3))}${unit === '%' ? '%' : ` ${unit}`}`;

/** Back in the band, or so near that nobody would have opened an episode, and short of the natural limit. */
export function isHealthy(value: number, latest: LatestValue, { metric, direction }: Cause): boolean {
  const { floor, limit } = metricDefinition(metric ?? '');
  const room = Math.max(floor.absolute, floor.relative * Math.abs(latest.expected));
  const inBand =
    direction === 'up'
      ? value <= Math.max(latest.upper, latest.expected + room)
      : value >= Math.min(latest.lower, latest.expected - room);
  const atLimit = limit !== null && (direction === 'up' ? value >= limit : value <= limit);
  return inBand && !atLimit;
}

function isWorse(value: number, before: number, { expected }: LatestValue, { direction, metric }: Cause): boolean {
  const { floor } = metricDefinition(metric ?? '');
  const was = Math.abs(before - expected);
  const more = direction === 'up' ? value - before : before - value;
  return more > Math.max(was / 2, floor.absolute);
}
