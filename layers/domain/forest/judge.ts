import { metricDefinition } from '../metric/catalogue.ts';

import type { ForestModel } from './model.ts';
import type { Residual } from './residuals.ts';
import { standingScore } from './standing.ts';
import { rarityOf } from './tail.ts';

type Heard = ReadonlyMap<string, Residual>;

/**
 * How rare what a service says at one moment is: P(a usual moment is as easily isolated), 0–1.
 *
 * Direction matters here too: what strays only to the good side (latency that falls) is no trouble. So the row is asked
 * about once more with its good residuals at zero, and the commoner answer counts. The trees themselves see both sides,
 * because a metric that does not rise with the others is what a broken correlation looks like.
 * @returns undefined when fewer than half of the forest's metrics, or fewer than two, were heard: no combination
 */
export function rarityAt({ summary, standing }: ForestModel, heard: Heard): number | undefined {
  const { metrics, tail } = summary;
  const row = rowOf(metrics, heard);
  const known = row.filter((value) => !Number.isNaN(value)).length;
  if (standing === undefined || known < Math.max(2, metrics.length / 2)) return undefined;
  const rarity = rarityOf(standingScore(standing, row), tail);
  const bad = row.map((value, column) => (pointsTheGoodWay(value, metrics[column]) ? 0 : value));
  return Math.max(rarity, rarityOf(standingScore(standing, bad), tail));
}

/** How much a metric has to do with a moment: its share of what the score loses when one metric is not known. */
export interface Reason {
  metric: string;
  share: number;
}

/** The metrics that were heard, the one with the most to do with it first; the shares of all together are 1 at most. */
export function reasonsAt({ summary: { metrics }, standing }: ForestModel, heard: Heard): Reason[] {
  if (standing === undefined) return [];
  const row = rowOf(metrics, heard);
  const score = standingScore(standing, row);
  const falls = metrics.map((metric, column) => ({
    metric,
    fall: Math.max(0, score - standingScore(standing, row.with(column, Number.NaN))),
  }));
  const sum = falls.reduce((total, { fall }) => total + fall, 0);
  const stray = (metric: string) => Math.abs(heard.get(metric)?.residual ?? 0);
  return falls
    .filter(({ metric }) => heard.has(metric))
    .map(({ metric, fall }) => ({ metric, share: sum === 0 ? 0 : fall / sum }))
    .sort((a, b) => b.share - a.share || stray(b.metric) - stray(a.metric));
}

const rowOf = (metrics: readonly string[], heard: Heard): number[] =>
  metrics.map((metric) => heard.get(metric)?.residual ?? Number.NaN);

function pointsTheGoodWay(residual: number, metric: string | undefined): boolean {
  if (metric === undefined) return false;
  const { bad } = metricDefinition(metric);
  return (bad === 'up' && residual < 0) || (bad === 'down' && residual > 0);
}
