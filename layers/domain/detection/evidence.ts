import { type Level, levelRank } from '../anomaly/anomaly.ts';
import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Judged } from './ensemble.ts';
import type { Rare } from './rare.ts';
import type { SeriesState } from './seriesState.ts';
import { leavesTime } from './timeLeft.ts';

/** k of n: an episode opens when the last `OF` slots carry `OPEN` of evidence and the newest point is odd itself. */
export const OF = 4;
const OPEN = 2;
const PAGE = 3;
/** At its natural limit one point is enough to open; otherwise the metric says how much one point of it may count. */
const AT_LIMIT = 2;
/** Rare by just so much that it would be told by itself. */
const WORTH_A_WARNING = 1;

/** A judged point of a series, with whether it may count as evidence by more than its natural limit. */
export interface Seen extends Judged {
  muted: boolean;
  rare: Rare | undefined;
}

/** What a point adds to the evidence. */
export function weight(point: Seen, { alone, floor }: MetricDefinition): number {
  if (point.limit) return AT_LIMIT;
  if (floor.absolute === 0) return 0; // nobody said what is much of this metric: only its own past can tell
  return point.muted || point.excess < 1 || !agrees(point, 0) ? 0 : Math.min(point.excess, alone);
}

/** Whether a point is rare enough too, as far as that is known: a series may be restless by habit, or always so at night. */
const agrees = ({ rare }: Seen, least: number): boolean => !rare?.warm || rare.excess > least;

/** The points of the last `slots` periods up to and with the one at `index`. Slots, not points: what is late leaves a
 *  hole, so that a series with holes is never judged by points that are further apart than they look. */
export function slotsBefore<P extends { at: number }>(
  points: readonly P[],
  index: number,
  slots: number,
  step: number,
): readonly P[] {
  const last = points[index];
  if (last === undefined) return [];
  const from = last.at - (slots - 0.5) * step;
  return points.slice(0, index + 1).filter(({ at }) => at > from);
}

export interface Weighed {
  /** the level that the evidence carries; undefined: it opens nothing */
  level: Level | undefined;
  /** carried by how rare the newest point is alone */
  rare: boolean;
  /** the first point that adds to the evidence */
  first: Seen | undefined;
}

const NOTHING: Weighed = { level: undefined, rare: false, first: undefined };

/** Weighs the evidence of the slots up to and with `index`. What is decided already counts no more. */
export function weigh(seen: readonly Seen[], index: number, state: SeriesState, definition: MetricDefinition): Weighed {
  const weighed = carried(seen, index, state, definition);
  const newest = seen[index];
  if (weighed.level !== 'page' || newest === undefined || !leavesTime(state, newest.at, definition)) return weighed;
  return { ...weighed, level: 'warn' };
}

function carried(
  seen: readonly Seen[],
  index: number,
  { step, decided }: SeriesState,
  definition: MetricDefinition,
): Weighed {
  const last = slotsBefore(seen, index, OF, step).filter(({ at }) => at > decided);
  const newest = last[last.length - 1];
  if (newest === undefined) return NOTHING;
  const bySize = sized(last, newest, definition);
  const byRarity = rareLevel(last, newest, definition);
  const first = last.find((point) => weight(point, definition) > 0);
  if (byRarity === undefined || (bySize && levelRank[bySize] >= levelRank[byRarity]))
    return bySize ? { level: bySize, rare: false, first } : NOTHING;
  return { level: byRarity, rare: bySize === undefined, first: first ?? last.find(isRare) };
}

/** A notice went out here: it is not the same trouble that was told, and ended, a while ago. */
const isFresh = ({ rare }: Seen): boolean => rare?.notice !== undefined;

const isRare = ({ muted, rare }: Seen): boolean => !muted && (rare?.excess ?? 0) > 0;

/** The highest notice of the last points' rarity, while the newest is rare; where single points stray, one is not enough. */
function rareLevel(last: readonly Seen[], newest: Seen, { alone, floor }: MetricDefinition): Level | undefined {
  if (!isRare(newest)) return undefined;
  const together = last.filter(isRare);
  if (together.length < (alone < AT_LIMIT && floor.absolute > 0 ? 2 : 1)) return undefined;
  const notices = together.flatMap(({ rare }) => rare?.notice ?? []);
  return notices.toSorted((a, b) => levelRank[b] - levelRank[a])[0];
}

/** What the sizes of the last points carry together. */
function sized(last: readonly Seen[], newest: Seen, definition: MetricDefinition): 'warn' | 'page' | undefined {
  if (weight(newest, definition) === 0) return undefined;
  const evidence = last.reduce((sum, point) => sum + weight(point, definition), 0);
  if (evidence < OPEN || !(newest.limit || agrees(newest, WORTH_A_WARNING) || last.some(isFresh))) return undefined;
  if (newest.limit && definition.alone >= AT_LIMIT) return 'page';
  const pages = definition.highest === 'page' && evidence >= PAGE && (newest.limit || agrees(newest, WORTH_A_WARNING));
  return pages ? 'page' : 'warn';
}
