import { atLimit, type MetricDefinition } from '../metric/catalogue.ts';
import { median } from './robust.ts';
import { LOOKED_AT, READY_POINTS, type SeriesState } from './seriesState.ts';
import type { Point } from './voice.ts';

/** Who is woken needs so long, in seconds, to be there and to do something: five minutes and ten. */
const TIME_TO_ACT = 900;
/** The level now is the middle of so many points: one that strays is no jump, and a jump is seen on its second. */
const NEWEST = 3;
/** The level before is the middle of so many learnt points. */
const BEFORE = 12;
/** What made so much of its way within the points that are not learnt yet has jumped, or is about to. */
const JUMPED = 0.5;

type Course = Pick<SeriesState, 'step' | 'learnt' | 'pending' | 'episode'>;

/**
 * Whether a resource climbs so slowly that its natural limit is more than `TIME_TO_ACT` away at its pace. That is worth
 * telling and nobody's sleep: forecasts say when the limit will be reached, and policies may act before it is. What
 * jumps, what users feel and what stands at its limit leaves no time; nor does a series too young for a pace.
 * @param upTo the point that is judged, epoch seconds
 */
export function leavesTime(course: Course, upTo: number, definition: MetricDefinition): boolean {
  const { limit, bad, felt_by } = definition;
  if (limit === null || bad !== 'up' || felt_by !== 'resource' || course.learnt.length < READY_POINTS) return false;
  const points = course.pending.filter(({ at, muted }) => at <= upTo && !muted);
  const newest = points.slice(-NEWEST);
  if (points.length < 2 || newest.some(({ value }) => atLimit(definition, value))) return false;
  const now = middle(newest);
  const enough = (from: Point, to: Point) => reaches(limit - now.value, from, to) >= TIME_TO_ACT;
  const early = middle(points.slice(0, Math.floor(points.length / 2)));
  const jumped = now.value - early.value >= JUMPED * (now.value - median(course.learnt));
  return enough(lastLearnt(course), middle(points.slice(-LOOKED_AT))) && (!jumped || enough(early, now));
}

const middle = (points: readonly Point[]): Point => ({
  at: median(points.map(({ at }) => at)),
  value: median(points.map(({ value }) => value)),
});

/** The level before the pending points, or before the episode: since it began nothing was learnt. */
function lastLearnt({ step, learnt, pending, episode }: Course): Point {
  const values = learnt.slice(-BEFORE);
  const until = Math.min(pending[0]?.at ?? Number.POSITIVE_INFINITY, episode?.startedAt ?? Number.POSITIVE_INFINITY);
  return { at: until - ((values.length + 1) / 2) * step, value: median(values) };
}

/** Seconds until so much room is used up at the pace between two levels. */
function reaches(room: number, from: Point, to: Point): number {
  const risen = to.value - from.value;
  return risen <= 0 ? Number.POSITIVE_INFINITY : (room / risen) * (to.at - from.at);
}
