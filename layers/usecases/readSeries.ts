import { seriesId } from '#domain/series/series.ts';
import type { HistoryStore } from '#ports';

export interface SeriesPoint {
  at: number;
  value: number;
}

/** A series' history: the blocks, and after them what is not in a block yet. One value a time, oldest first. */
export async function readSeries(
  { service, metric, from, until }: { service: string; metric: string; from: number; until: number },
  { history, tail }: { history: Pick<HistoryStore, 'read'>; tail: { read(series: string): Promise<SeriesPoint[]> } },
): Promise<SeriesPoint[]> {
  const id = seriesId(service, metric);
  const [blocks, newest] = await Promise.all([history.read(id, from, until), tail.read(id)]);
  const byTime = new Map([...blocks, ...newest].map((point) => [point.at, point]));
  return [...byTime.values()].filter(({ at }) => at >= from && at < until).sort((a, b) => a.at - b.at);
}
