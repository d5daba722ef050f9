import type { SeriesValue } from '../series/average.ts';
import { foldShard, type Shard } from '../shard/shard.ts';
import { residualsOf, troubleOf } from './residuals.ts';

/** A service's stored history: points of each metric, oldest first, `step` seconds apart. */
export interface ServiceHistory {
  service: string;
  step: number;
  series: ReadonlyMap<string, readonly SeriesValue[]>;
}

/** One row a moment: the metrics' residuals in the order of `metrics`, NaN where one was not heard. */
export interface ResidualRows {
  metrics: readonly string[];
  /** moments at which at least half of the metrics were heard */
  samples: number;
  rows: number[][];
}

/**
 * History as the residuals that detection would have seen: it is replayed, point after point, through the very detection
 * that will ask the forest. Anything else that standardises (a rolling median of the whole history, say) would train on
 * other numbers than those that are judged later, and look ahead besides.
 * Left out is what was heard while the service was in an episode that paged: what belongs to trouble does not teach.
 */
export function replay({ service, step, series }: ServiceHistory): ResidualRows {
  const metrics = [...series.keys()].sort();
  const moments = Map.groupBy(
    metrics.flatMap((metric) => (series.get(metric) ?? []).map((point) => ({ metric, ...point }))),
    ({ at }) => at,
  );
  const half = Math.ceil(metrics.length / 2);
  let shard: Shard = new Map();
  let samples = 0;
  const rows: number[][] = [];
  for (const at of [...moments.keys()].sort((a, b) => a - b)) {
    const heard = moments.get(at) ?? [];
    const points = heard.map(({ metric, value }) => ({
      service,
      metric,
      source: 'cloudwatch' as const,
      step,
      at,
      value,
    }));
    shard = foldShard(shard, points, { now: at + step, acting: new Set() }).shard;
    if (heard.length < half) continue;
    samples += 1;
    const residuals = residualsOf(shard, service, at);
    const paged = [...troubleOf(shard, service).values()].includes('page');
    if (residuals.size < half || paged) continue;
    rows.push(metrics.map((metric) => residuals.get(metric)?.residual ?? Number.NaN));
  }
  return { metrics, samples, rows };
}
