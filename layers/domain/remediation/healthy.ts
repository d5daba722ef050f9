import { median } from '../detection/robust.ts';
import { LOOKED_AT } from '../detection/seriesState.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { LatestValue } from '../shard/latest.ts';
import type { Cause, Reading } from './action.ts';

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

/** What health is measured by. */
interface Beside {
  cause: Cause;
  /** the series' newest expectation */
  latest: LatestValue | undefined;
  /** what the policy expects of the metric, where it says so: otherwise the usual band */
  expect: Expectation | null;
}

/** Whether a reading is healthy, and whether some healthy ones are so together. */
export interface Health {
  one(reading: Reading): boolean;
  together(readings: readonly Reading[]): boolean;
}

export function healthOf({ expect, cause }: Omit<Beside, 'latest'>, latest: LatestValue): Health {
  if (expect) return { one: ({ value }) => meets(value, expect), together: () => true };
  return {
    one: ({ value }) => isHealthy(value, latest, cause),
    together(readings) {
      const newest = readings.slice(-LOOKED_AT).map(({ value }) => value);
      return newest.length < LOOKED_AT || isMiddleHealthy(median(newest), latest, cause);
    },
  };
}

/** The healthy readings at the end. None where the middle of so many is odd: each may stray so far, all of them may not. */
export function runOf(readings: readonly Reading[], { one, together }: Health): Reading[] {
  const run = readings.slice(readings.findLastIndex((reading) => !one(reading)) + 1);
  return together(run) ? run : [];
}

/** The end of the band, or so near that nobody would have opened an episode. */
function edgeOf({ expected, upper, lower }: LatestValue, { metric, direction }: Cause): number {
  const { floor } = metricDefinition(metric ?? '');
  const room = Math.max(floor.absolute, floor.relative * Math.abs(expected));
  return direction === 'up' ? Math.max(upper, expected + room) : Math.min(lower, expected - room);
}

/** Back in the band, or so near that nobody would have opened an episode, and short of the natural limit. */
export function isHealthy(value: number, latest: LatestValue, cause: Cause): boolean {
  const { limit } = metricDefinition(cause.metric ?? '');
  const up = cause.direction === 'up';
  const edge = edgeOf(latest, cause);
  const inBand = up ? value <= edge : value >= edge;
  const atLimit = limit !== null && (up ? value >= limit : value <= limit);
  return inBand && !atLimit;
}

/** No further from what is expected than the middle of some points may lie before it opens an episode: half the band. */
function isMiddleHealthy(value: number, latest: LatestValue, cause: Cause): boolean {
  const { expected, lower, upper } = latest;
  const half = { ...latest, lower: (expected + lower) / 2, upper: (expected + upper) / 2 };
  return isHealthy(value, half, cause);
}

/** Where health ends: what the policy expects, or the band's end, or the natural limit before it. */
export function boundOf({ cause, latest, expect }: Beside): number {
  if (expect) return expect.value;
  if (!latest) return 0;
  const { limit } = metricDefinition(cause.metric ?? '');
  const edge = edgeOf(latest, cause);
  if (limit === null) return edge;
  return cause.direction === 'up' ? Math.min(edge, limit) : Math.max(edge, limit);
}
