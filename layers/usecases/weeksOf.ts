import { seriesId } from '#domain/series/series.ts';
import type { SeriesPorts } from './metricHistory.ts';
import { readSeries, type SeriesPoint } from './readSeries.ts';

/** What is kept in memory: averages of five minutes over four weeks, 32 KB a series. */
const STEP = 300;
const WEEKS_SECONDS = 28 * 86_400;
/** Blocks are written when their last points are no longer revised: what is newer is read again each time. */
const AGAIN_SECONDS = 7 * 3_600;
/** Some thousand series; who watches more reads the oldest ones again. */
const MOST_SERIES = 4_000;

/** Averages from `start` on, one each five minutes; NaN where there was no value. */
interface Kept {
  start: number;
  values: Float32Array;
  until: number;
}

/**
 * The last four weeks of a series as averages of five minutes. A function that stays warm reads them once and then only
 * what is new: four weeks at ten seconds are 670 blocks, and reading them each hour would cost more than all else does.
 */
export function rememberedWeeks() {
  const kept = new Map<string, Kept>();
  return async (
    { service, metric }: { service: string; metric: string },
    ports: Pick<SeriesPorts, 'history' | 'tail' | 'clock'>,
  ): Promise<SeriesPoint[]> => {
    const id = seriesId(service, metric);
    const until = Math.floor(ports.clock.now());
    const start = slot(until - WEEKS_SECONDS);
    const before = kept.get(id);
    const from = before ? Math.max(start, slot(before.until - AGAIN_SECONDS)) : start;
    const points = await readSeries({ service, metric, from, until }, ports);
    const values = new Float32Array((slot(until) - start) / STEP + 1).fill(Number.NaN);
    if (before) copy(before, values, { start, until: from });
    for (const [at, sum] of averages(points)) values[(at - start) / STEP] = sum;
    kept.delete(id); // the newest are the last in the map
    kept.set(id, { start, values, until });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_SERIES) break;
      kept.delete(oldest);
    }
    return Array.from(values, (value, index) => ({ at: start + index * STEP, value })).filter(
      ({ value }) => !Number.isNaN(value),
    );
  };
}

const slot = (at: number): number => Math.floor(at / STEP) * STEP;

function copy(from: Kept, into: Float32Array, { start, until }: { start: number; until: number }): void {
  for (let at = Math.max(start, from.start); at < until; at += STEP) {
    const value = from.values[(at - from.start) / STEP];
    if (value !== undefined) into[(at - start) / STEP] = value;
  }
}

function averages(points: readonly SeriesPoint[]): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { at, value } of points) {
    const place = slot(at);
    const found = sums.get(place) ?? { sum: 0, count: 0 };
    sums.set(place, { sum: found.sum + value, count: found.count + 1 });
  }
  return new Map([...sums].map(([at, { sum, count }]) => [at, sum / count]));
}
