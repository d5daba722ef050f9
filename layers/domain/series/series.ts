/** A series is one metric of one service. Its id is stable and readable: `orders/cpu_usage`. */
export type SeriesId = string;

export const seriesId = (service: string, metric: string): SeriesId => `${service}/${metric}`;

export function parseSeriesId(id: SeriesId): { service: string; metric: string } {
  const slash = id.lastIndexOf('/');
  return { service: id.slice(0, slash), metric: id.slice(slash + 1) };
}
