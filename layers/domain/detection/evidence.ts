import type { MetricDefinition } from '../metric/catalogue.ts';
import type { Judged } from './ensemble.ts';

/** k of n: an episode opens when the last `OF` points carry `OPEN` of evidence and the newest is odd itself. */
export const OF = 4;
const OPEN = 2;
const PAGE = 3;
/** One point counts up to this much: an enormous jump opens at once, a small one waits for the next. */
const MOST = 2;
const ENORMOUS = 3;

/** What a point adds to the evidence. Only an enormous jump of a metric without spikes of its own stands alone. */
export function weight(point: Judged, definition: MetricDefinition): number {
  if (point.limit) return MOST;
  if (point.excess < 1) return 0;
  if (point.excess >= ENORMOUS && !definition.spiky) return MOST;
  return Math.min(point.excess, 1.5);
}

export interface Weighed {
  evidence: number;
  opens: boolean;
  pages: boolean;
}

/** Sums the evidence of the last points, oldest first. */
export function weigh(points: readonly Judged[], definition: MetricDefinition): Weighed {
  const last = points.slice(-OF);
  const evidence = last.reduce((sum, point) => sum + weight(point, definition), 0);
  const newest = last[last.length - 1];
  const opens = newest !== undefined && newest.excess >= 1 && evidence >= OPEN;
  const pages = opens && definition.highest === 'page' && (evidence >= PAGE || newest.limit);
  return { evidence, opens, pages };
}
