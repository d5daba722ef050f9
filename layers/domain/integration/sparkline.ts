import { figure } from '../metric/figure.ts';
import type { EpochSeconds } from '../time.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const GAP = ' ';

/**
 * A series as a line of bars, one a bucket of time: a chart that any chat shows, with no picture to be fetched. A bucket
 * without a point is a space. What is flat is drawn low.
 * @param points oldest first
 * @param width buckets
 */
export function sparkline(
  points: readonly { at: EpochSeconds; value: number }[],
  { from, until, width }: { from: EpochSeconds; until: EpochSeconds; width: number },
): string {
  const sums = Array.from({ length: width }, () => ({ sum: 0, n: 0 }));
  for (const { at, value } of points) {
    const bucket = sums[Math.floor(((at - from) / (until - from)) * width)];
    if (bucket === undefined || !Number.isFinite(value)) continue;
    bucket.sum += value;
    bucket.n += 1;
  }
  const means = sums.map(({ sum, n }) => (n === 0 ? null : sum / n));
  const known = means.filter((mean) => mean !== null);
  if (known.length === 0) return '';
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  const barOf = (mean: number) => BARS[range === 0 ? 0 : Math.min(7, Math.floor(((mean - least) / range) * 8))] ?? GAP;
  return means.map((mean) => (mean === null ? GAP : barOf(mean))).join('');
}

/** A chart with its least and greatest value beside it; nothing where too little is known to draw. */
export function chartOf(
  points: readonly { at: EpochSeconds; value: number }[],
  { from, until, unit }: { from: EpochSeconds; until: EpochSeconds; unit: string },
): string | null {
  const values = points.map(({ value }) => value).filter((value) => Number.isFinite(value));
  if (values.length < 3) return null;
  const minutes = Math.round((until - from) / 60);
  const bars = sparkline(points, { from, until, width: 30 });
  return `${bars} ${figure(Math.min(...values), unit)}–${figure(Math.max(...values), unit)} in ${minutes} min`;
}
